package io.github.rankpool.internal.wire;

import java.io.InvalidObjectException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputFilter.FilterInfo;
import java.io.ObjectInputFilter.Status;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks a {@link SerialFilter} about what one payload consists of, and remembers what it rejected.
 *
 * <p>Filters are not asked for the classes that the short forms do without naming, nor for those
 * that the pool and the compiler put around users' objects: users would have to list what they
 * never chose. Of such objects only the sizes count.
 */
final class Screening {
  private static final Set<String> NEED_NO_ENTRY =
      Set.of(
          "java.lang.Boolean",
          "java.lang.Byte",
          "java.lang.Character",
          "java.lang.Double",
          "java.lang.Enum",
          "java.lang.Float",
          "java.lang.Integer",
          "java.lang.Long",
          "java.lang.Number",
          "java.lang.Object",
          "java.lang.Record",
          "java.lang.Short",
          "java.lang.String",
          "java.lang.invoke.SerializedLambda",
          "java.util.ArrayList",
          "java.util.CollSer",
          "java.util.HashMap",
          "java.util.ImmutableCollections$List12",
          "java.util.ImmutableCollections$ListN",
          "java.util.Map$Entry",
          "io.github.rankpool.Tuple2",
          "io.github.rankpool.Tuple3");

  private final @Nullable SerialFilter given;
  private @Nullable SerialFilter filter;
  private @Nullable String rejection;
  private long elementsLeft;

  /** What a filter is told. */
  private record Question(
      @Nullable Class<?> serialClass,
      long arrayLength,
      long depth,
      long references,
      long streamBytes)
      implements FilterInfo {}

  /**
   * Begins with a payload.
   *
   * @param given to be asked; null for the JVM's, if that has one
   */
  Screening(@Nullable SerialFilter given) {
    this.given = given;
    this.filter = given != null ? given : SerialFilter.ofJvm();
  }

  /** What was rejected and by what, in words for users; null if nothing was. */
  @Nullable String rejection() {
    return rejection;
  }

  /**
   * Asks about an object in short form.
   *
   * @param type its class; null if only sizes count
   * @param arrayLength its length; -1 for what is no array
   * @param depth how deep it is nested, from 1
   * @param references how many objects came before
   * @param bytes length of the payload's stream
   * @throws InvalidObjectException if it is rejected
   */
  void require(@Nullable Class<?> type, long arrayLength, long depth, long references, long bytes)
      throws InvalidObjectException {
    if (filter != null
        && ask(filter, new Question(type, arrayLength, depth, references, bytes))
            == Status.REJECTED) {
      throw new InvalidObjectException(String.valueOf(rejection));
    }
  }

  /**
   * What a stream of Java serialization is to ask.
   *
   * @param usual the filter that the stream would have
   * @param maxElements what all arrays together may have at most, whatever a filter says
   */
  ObjectInputFilter ofStream(@Nullable ObjectInputFilter usual, long maxElements) {
    if (given == null) {
      // A filter factory of the JVM's may give a stream another one.
      filter = SerialFilter.ofJvm(usual);
    }
    SerialFilter asked = filter;
    elementsLeft = maxElements;
    return info -> {
      elementsLeft -= Math.max(0, info.arrayLength());
      if (elementsLeft < 0) {
        return Status.REJECTED;
      }
      return asked == null ? Status.UNDECIDED : ask(asked, info);
    };
  }

  private Status ask(SerialFilter asked, FilterInfo info) {
    Class<?> type = info.serialClass();
    FilterInfo question = type != null && needsNoEntry(type) ? sizesOf(info) : info;
    Status answer = asked.filter.checkInput(question);
    if (answer != null && answer != Status.REJECTED) {
      return answer;
    }
    if (rejection == null) {
      rejection = describe(asked, info);
    }
    return Status.REJECTED;
  }

  private static boolean needsNoEntry(Class<?> type) {
    Class<?> element = type;
    while (element.isArray()) {
      element = element.getComponentType();
    }
    // No stream can name a hidden class: it is that of a lambda, made by a class that was let in.
    return element.isHidden()
        || Envelope.class.isAssignableFrom(element)
        || UsersCodec.class.isAssignableFrom(element)
        || element == JavaOutput.ArrayReference.class
        || NEED_NO_ENTRY.contains(element.getName());
  }

  private static FilterInfo sizesOf(FilterInfo info) {
    // A filter looks at the length of what is an array only.
    return new Question(
        info.arrayLength() < 0 ? null : byte[].class,
        info.arrayLength(),
        info.depth(),
        info.references(),
        info.streamBytes());
  }

  private static String describe(SerialFilter asked, FilterInfo info) {
    Class<?> type = info.serialClass();
    String what = type == null ? "what came" : type.getTypeName();
    if (info.arrayLength() >= 0) {
      what += " of length " + info.arrayLength();
    }
    return "RP-410: "
        + what
        + " (nested "
        + info.depth()
        + " deep, behind "
        + info.references()
        + " other objects, in "
        + info.streamBytes()
        + " bytes) was rejected by the filter "
        + asked.text
        + ". If it is to be let in, add its class to the filter ahead of !*, or raise the limit";
  }
}
