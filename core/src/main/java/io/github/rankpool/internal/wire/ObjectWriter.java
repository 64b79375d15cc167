package io.github.rankpool.internal.wire;

import java.io.IOException;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Encodes one object, in the first of these ways that is possible:
 *
 * <ol>
 *   <li>As a value of the format in {@link Tag}, if it consists of nothing but what that has a tag
 *       for.
 *   <li>What the pool and the compiler put around users' objects (envelopes, lambdas) as such a
 *       value, and all users' objects in one stream of Java serialization behind it, so that what
 *       they share stays shared.
 *   <li>All of it in such a stream.
 * </ol>
 *
 * <p>The format keeps what the stream would: which references lead to the same object. Counterpart
 * of {@link ObjectReader}.
 */
final class ObjectWriter {
  /** How deep values may nest; beyond, Java serialization says what is too deep. */
  static final int MAX_DEPTH = 64;

  /**
   * A value must not cross the border of a piece of the stream; this leaves room for its length.
   */
  private static final int MAX_VALUE_BYTES = Payload.PIECE_BYTES - 16;

  private final LargeArrays largeArrays;
  private final boolean numbers;
  private final @Nullable UsersCodec users;

  private final ByteSink value = new ByteSink();
  private final Handles handles = new Handles();

  /** Definitions to be found by their number. */
  private List<Definition> referred = List.of();

  /** Definitions that this payload holds. */
  private List<Definition> inlined = List.of();

  private List<Object> beside = List.of();

  /** What goes into the stream behind the value; null while nothing may. */
  private final @Nullable List<Object> behind;

  private int depth;

  private ObjectWriter(
      LargeArrays largeArrays,
      boolean numbers,
      @Nullable UsersCodec users,
      @Nullable List<Object> behind) {
    this.largeArrays = largeArrays;
    this.numbers = numbers;
    this.users = users;
    this.behind = behind;
  }

  /**
   * Encodes an object.
   *
   * @param object to be encoded
   * @param largeArrays where they go
   * @param numbers whether definitions may be left to travel for themselves
   * @param users takes users' objects in place of the format and of the stream; null for none
   */
  static Payload encode(
      @Nullable Object object, LargeArrays largeArrays, boolean numbers, @Nullable UsersCodec users)
      throws IOException, ReflectiveOperationException {
    if (users == null) {
      ObjectWriter simple = new ObjectWriter(largeArrays, numbers, null, null);
      if (simple.write(object)) {
        return simple.payload();
      }
    }
    ObjectWriter mixed = new ObjectWriter(largeArrays, numbers, users, new ArrayList<>(2));
    if (mixed.write(object)) {
      return mixed.payload();
    }
    ObjectWriter stream = new ObjectWriter(largeArrays, numbers, users, new ArrayList<>(1));
    if (object != null) {
      stream.leave(object);
    }
    return stream.payload();
  }

  private Payload payload() throws IOException {
    if (behind == null || behind.isEmpty()) {
      largeArrays.settle(beside);
      return new Payload(List.of(value.toByteArray()), beside, referred);
    }
    ByteSink header = new ByteSink();
    header.put(users == null ? Tag.MIXED : Tag.USERS);
    header.putVarInt(value.length());
    Payload.Output bytes = new Payload.Output();
    header.writeTo(bytes);
    value.writeTo(bytes);
    if (users != null) {
      byte[] encoded = users.encode(behind.toArray());
      bytes.write(encoded, 0, encoded.length);
      return new Payload(bytes.pieces(), List.of(), referred);
    }
    List<Object> arrays = new ArrayList<>(0);
    try (JavaOutput stream = new JavaOutput(bytes, largeArrays, arrays, this::refersTo)) {
      for (Object object : behind) {
        stream.writeObject(object);
      }
    }
    largeArrays.settle(arrays);
    return new Payload(bytes.pieces(), arrays, referred);
  }

  private boolean leave(Object object) {
    if (behind == null) {
      return false;
    }
    value.put(Tag.OBJECT);
    behind.add(object);
    return true;
  }

  /** Writes a value, or finds that it cannot be written in this way. */
  private boolean write(@Nullable Object object) throws ReflectiveOperationException {
    if (object == null) {
      value.put(Tag.NULL);
    } else if (object instanceof Integer number) {
      value.put(Tag.INT);
      value.putVarInt((number << 1) ^ (number >> 31));
    } else if (object instanceof Double number) {
      value.put(Tag.DOUBLE);
      value.putLong(Double.doubleToRawLongBits(number));
    } else if (object instanceof Long number) {
      value.put(Tag.LONG);
      value.putVarLong((number << 1) ^ (number >> 63));
    } else if (object instanceof Boolean truth) {
      value.put(truth ? Tag.TRUE : Tag.FALSE);
    } else if (object instanceof Float number) {
      value.put(Tag.FLOAT);
      value.putInt(Float.floatToRawIntBits(number));
    } else if (object instanceof Byte number) {
      value.put(Tag.BYTE);
      value.put(number);
    } else if (object instanceof Short number) {
      value.put(Tag.SHORT);
      value.putShort(number);
    } else if (object instanceof Character letter) {
      value.put(Tag.CHAR);
      value.putShort(letter);
    } else {
      return writeObject(object);
    }
    return value.length() <= MAX_VALUE_BYTES;
  }

  private boolean writeObject(Object object) throws ReflectiveOperationException {
    Class<?> type = object.getClass();
    boolean known =
        type == String.class || type == ArrayList.class || type.isArray() || FixedLists.isOne(type);
    Form form = known ? null : Form.of(object);
    if (behind != null ? form == null || !form.isEnvelope : !known && form == null) {
      return leave(object);
    }
    if (depth == MAX_DEPTH) {
      return false;
    }
    depth++;
    boolean written = form != null ? writeComposite(object, form) : writeKnown(object);
    depth--;
    return written && value.length() <= MAX_VALUE_BYTES;
  }

  private boolean writeKnown(Object object) throws ReflectiveOperationException {
    if (FixedLists.isOne(object.getClass())) {
      return writeFixedList((List<?>) object);
    }
    if (refersBack(object)) {
      return true;
    }
    if (object instanceof String text) {
      if (text.length() > MAX_VALUE_BYTES / Character.BYTES) {
        return false;
      }
      value.putText(text);
      return true;
    }
    if (object instanceof ArrayList<?> list) {
      return writeList(list);
    }
    if (object.getClass() == Object[].class) {
      Object[] array = (Object[]) object;
      value.put(Tag.OBJECTS);
      return array.length <= MAX_VALUE_BYTES && writeAll(array);
    }
    return PrimitiveArrays.isPrimitiveArray(object) && writeArray(object);
  }

  /** Whether the object was written before; if so, refers to it, else counts it. */
  private boolean refersBack(Object object) {
    int handle = handles.add(object);
    if (handle < 0) {
      return false;
    }
    value.put(Tag.SAME);
    value.putVarInt(handle);
    return true;
  }

  private boolean writeList(List<?> list) throws ReflectiveOperationException {
    int size = list.size();
    if (size > MAX_VALUE_BYTES) {
      return false;
    }
    value.put(Tag.LIST);
    value.putVarInt(size);
    int written = 0;
    for (Object element : list) {
      if (!write(element)) {
        return false;
      }
      written++;
    }
    if (written != size) {
      throw new ConcurrentModificationException("a list was changed while it was encoded");
    }
    return true;
  }

  private boolean writeFixedList(List<?> list) throws ReflectiveOperationException {
    if (handles.isOpen(list)) {
      // Its own element, by way of another: it cannot be made before its elements are.
      return false;
    }
    if (refersBack(list)) {
      return true;
    }
    int handle = handles.open();
    value.put(FixedLists.allowsNull(list) ? Tag.FIXED_NULLS : Tag.FIXED_LIST);
    boolean written = list.size() <= MAX_VALUE_BYTES && writeAll(list.toArray());
    handles.close(handle);
    return written;
  }

  private boolean writeAll(@Nullable Object[] array) throws ReflectiveOperationException {
    value.putVarInt(array.length);
    for (Object element : array) {
      if (!write(element)) {
        return false;
      }
    }
    return true;
  }

  private boolean writeArray(Object array) {
    if (beside.isEmpty()) {
      beside = new ArrayList<>(1);
    }
    if (largeArrays.take(array, beside)) {
      value.put(Tag.BESIDE);
      value.putVarInt(beside.size() - 1);
      return true;
    }
    long bytes = PrimitiveArrays.byteLength(array);
    if (bytes > MAX_VALUE_BYTES) {
      return false;
    }
    byte type = PrimitiveArrays.typeCode(array);
    value.put(Tag.ARRAY);
    value.put(type);
    value.putVarInt((int) bytes / PrimitiveArrays.elementBytes(type));
    value.putElements(array, (int) bytes);
    return true;
  }

  private boolean writeComposite(Object object, Form form) throws ReflectiveOperationException {
    int handle = Handles.NONE;
    if (form.hasIdentity) {
      if (handles.isOpen(object)) {
        // Its own part, by way of a list: Java serialization has its ways with that.
        return false;
      }
      if (refersBack(object)) {
        return true;
      }
      handle = handles.open();
    }
    value.put(Tag.COMPOSITE);
    putDefinition(form.definition);
    for (Object part : form.parts(object)) {
      if (!write(part)) {
        return false;
      }
    }
    handles.close(handle);
    return true;
  }

  private void putDefinition(Definition definition) {
    if (refersTo(definition)) {
      value.putVarInt(2 * definition.number() + 2);
      return;
    }
    int index = inlined.indexOf(definition);
    if (index >= 0) {
      value.putVarInt(2 * index + 1);
      return;
    }
    inlined = with(definition, inlined);
    value.putVarInt(0);
    value.putVarInt(definition.bytes().length);
    value.put(definition.bytes());
  }

  /**
   * Whether a definition is found by its number; if so, it has to be there ahead of the payload.
   */
  private boolean refersTo(Definition definition) {
    if (!numbers || !definition.isNumbered()) {
      return false;
    }
    if (!referred.contains(definition)) {
      referred = with(definition, referred);
    }
    return true;
  }

  private static List<Definition> with(Definition definition, List<Definition> list) {
    List<Definition> longer = list.isEmpty() ? new ArrayList<>(2) : list;
    longer.add(definition);
    return longer;
  }
}
