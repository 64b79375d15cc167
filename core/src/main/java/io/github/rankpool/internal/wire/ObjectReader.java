package io.github.rankpool.internal.wire;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidObjectException;
import java.io.StreamCorruptedException;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decodes one object, as an {@link ObjectWriter} has encoded it. */
final class ObjectReader implements Closeable {
  private final Payload payload;
  private final ClassLoader loader;
  private final Makers makers;
  private final @Nullable UsersCodec users;
  private final Screening screening;
  private final long bytes;

  /** How many values may still be announced, each of which takes a byte at least. */
  private long valuesLeft;

  /** The objects that have an identity; null for one that is not put together yet. */
  private final List<@Nullable Object> handles = new ArrayList<>();

  private final List<Maker> inlined = new ArrayList<>(0);
  private ByteSource value = new ByteSource(new byte[0]);
  private @Nullable JavaInput behind;
  private int behindAt = -1;
  private boolean isUsers;
  private @Nullable Iterator<@Nullable Object> usersObjects;
  private int depth;

  /**
   * Creates a reader.
   *
   * @param payload to be decoded
   * @param loader finds classes
   * @param known definitions that came before; null if none are known and none to be remembered
   * @param users reads what the same codec has written; null for none
   * @param screening asks about what comes
   */
  ObjectReader(
      Payload payload,
      ClassLoader loader,
      @Nullable Definitions known,
      @Nullable UsersCodec users,
      Screening screening) {
    this.payload = payload;
    this.loader = loader;
    this.users = users;
    this.screening = screening;
    this.bytes = payload.streamBytes();
    this.valuesLeft = bytes;
    this.makers = new Makers(payload, loader, known);
  }

  /** The first class that was not found by the stream of Java serialization. */
  @Nullable ClassNotFoundException missing() {
    return behind == null ? null : behind.missing();
  }

  /** What a filter has rejected, in words; null if it was nothing. */
  @Nullable String rejection() {
    return screening.rejection();
  }

  @Nullable Object read() throws IOException, ReflectiveOperationException {
    screen(null, -1);
    byte[] first = payload.stream().get(0);
    value = new ByteSource(first);
    if (first.length > 0 && (first[0] == Tag.MIXED || first[0] == Tag.USERS)) {
      isUsers = value.get() == Tag.USERS;
      int length = value.getVarInt();
      value = value.slice(length);
      behindAt = value.position() + length;
    }
    Object object = readValue();
    if (value.hasRemaining()) {
      throw new StreamCorruptedException("bytes behind the value");
    }
    return object;
  }

  private @Nullable Object readValue() throws IOException, ReflectiveOperationException {
    byte tag = value.get();
    return switch (tag) {
      case Tag.NULL -> null;
      case Tag.FALSE -> false;
      case Tag.TRUE -> true;
      case Tag.BYTE -> value.get();
      case Tag.SHORT -> value.getShort();
      case Tag.CHAR -> (char) value.getShort();
      case Tag.INT -> (int) unzigzag(value.getVarLong());
      case Tag.LONG -> unzigzag(value.getVarLong());
      case Tag.FLOAT -> Float.intBitsToFloat(value.getInt());
      case Tag.DOUBLE -> Double.longBitsToDouble(value.getLong());
      case Tag.LATIN1 -> text(value.getLatin1());
      case Tag.UTF16 -> text(value.getUtf16());
      case Tag.ARRAY -> array(value.getArray());
      case Tag.BESIDE -> array(beside(value.getVarInt()));
      case Tag.LIST -> nested(this::readList);
      case Tag.OBJECTS -> nested(this::readObjects);
      case Tag.FIXED_LIST -> nested(() -> readFixedList(false));
      case Tag.FIXED_NULLS -> nested(() -> readFixedList(true));
      case Tag.COMPOSITE -> nested(this::readComposite);
      case Tag.SAME -> same(value.getVarInt());
      case Tag.OBJECT -> isUsers ? nextOfUsers() : behind().readObject();
      default -> throw new StreamCorruptedException("value of unknown kind " + tag);
    };
  }

  private static long unzigzag(long number) {
    return (number >>> 1) ^ -(number & 1);
  }

  private void screen(@Nullable Class<?> type, int arrayLength) throws InvalidObjectException {
    screening.require(type, arrayLength, depth, handles.size(), bytes);
  }

  private Object text(String text) throws InvalidObjectException {
    screen(null, -1);
    handles.add(text);
    return text;
  }

  private Object array(Object array) throws InvalidObjectException {
    screen(array.getClass(), Array.getLength(array));
    handles.add(array);
    return array;
  }

  // Bounds the memory that damaged bytes can ask for.
  private void announce(int values) throws StreamCorruptedException {
    valuesLeft -= values;
    if (valuesLeft < 0) {
      throw new StreamCorruptedException("more values announced than there are bytes");
    }
  }

  /** The number of elements of a list or array that begins. */
  private int count() throws IOException {
    int count = value.getCount();
    announce(count);
    screen(Object[].class, count);
    return count;
  }

  private Object beside(int index) throws StreamCorruptedException {
    if (index >= payload.arrays().size()) {
      throw new StreamCorruptedException("no array " + index + " beside the stream");
    }
    return payload.arrays().get(index);
  }

  private Object same(int handle) throws StreamCorruptedException {
    Object object = handle < handles.size() ? handles.get(handle) : null;
    if (object == null) {
      throw new StreamCorruptedException("reference to object " + handle + ", which is not there");
    }
    return object;
  }

  private @Nullable Object nextOfUsers() throws IOException, ClassNotFoundException {
    if (usersObjects == null) {
      if (users == null) {
        throw new StreamCorruptedException(
            "RP-366: it was encoded by a codec that was given to a pool, which is not known here");
      }
      try (InputStream bytes = payload.openStream()) {
        bytes.skipNBytes(behindAt);
        usersObjects = Arrays.asList(users.decode(bytes.readAllBytes(), loader)).iterator();
      }
    }
    if (!usersObjects.hasNext()) {
      throw new EOFException("the codec gives back less objects than it was given");
    }
    return usersObjects.next();
  }

  private JavaInput behind() throws IOException {
    if (behind == null) {
      if (behindAt < 0) {
        throw new EOFException("there is no stream behind the value");
      }
      InputStream bytes = payload.openStream();
      bytes.skipNBytes(behindAt);
      behind = new JavaInput(bytes, payload.arrays(), loader, makers, screening);
    }
    return behind;
  }

  private interface Part {
    Object read() throws IOException, ReflectiveOperationException;
  }

  // Bounds the stack that damaged bytes can ask for.
  private Object nested(Part part) throws IOException, ReflectiveOperationException {
    if (depth == ObjectWriter.MAX_DEPTH) {
      throw new StreamCorruptedException("values are nested too deeply");
    }
    depth++;
    Object object = part.read();
    depth--;
    return object;
  }

  private Object readList() throws IOException, ReflectiveOperationException {
    int count = count();
    List<@Nullable Object> list = new ArrayList<>(count);
    handles.add(list);
    for (int i = 0; i < count; i++) {
      list.add(readValue());
    }
    return list;
  }

  private Object readObjects() throws IOException, ReflectiveOperationException {
    @Nullable Object[] objects = new @Nullable Object[count()];
    handles.add(objects);
    for (int i = 0; i < objects.length; i++) {
      objects[i] = readValue();
    }
    return objects;
  }

  private Object readFixedList(boolean allowsNull)
      throws IOException, ReflectiveOperationException {
    @Nullable Object[] elements = new @Nullable Object[count()];
    int handle = handles.size();
    handles.add(null);
    for (int i = 0; i < elements.length; i++) {
      elements[i] = readValue();
    }
    Object list = FixedLists.of(elements, allowsNull);
    handles.set(handle, list);
    return list;
  }

  private Object readComposite() throws IOException, ReflectiveOperationException {
    Maker maker = maker();
    // Ahead of whatever would initialize the class.
    screen(maker.type, -1);
    int handle = handles.size();
    if (maker.hasIdentity) {
      handles.add(null);
    }
    announce(maker.parts);
    @Nullable Object[] parts = new @Nullable Object[maker.parts];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = readValue();
    }
    Object object = maker.make(parts);
    if (maker.hasIdentity) {
      handles.set(handle, object);
    }
    return object;
  }

  private Maker maker() throws IOException, ClassNotFoundException {
    int reference = value.getVarInt();
    if (reference == 0) {
      Maker maker = makers.inline(value.get(value.getVarInt()));
      inlined.add(maker);
      return maker;
    }
    if (reference % 2 == 0) {
      return makers.numbered(reference / 2 - 1);
    }
    int index = reference / 2;
    if (index >= inlined.size()) {
      throw new StreamCorruptedException("the payload holds no definition " + index);
    }
    return inlined.get(index);
  }

  @Override
  public void close() throws IOException {
    if (behind != null) {
      behind.close();
    }
  }
}
