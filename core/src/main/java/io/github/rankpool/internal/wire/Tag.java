package io.github.rankpool.internal.wire;

/**
 * What a value in a payload's stream begins with.
 *
 * <pre>
 *  payload   = value; or MIXED with the length of the value that follows, and behind it a stream of
 *              Java serialization; or USERS with the same, and behind it bytes of the user's codec
 *  value     = tag and
 *    number      INT, LONG: as of {@link ByteSink#putVarLong}, zigzag; others big-endian
 *    text        length; LATIN1: a byte for each char, UTF16: two
 *    ARRAY       type code, length, its bytes in native order
 *    BESIDE      index of the array beside the stream
 *    LIST        number of elements, values: a java.util.ArrayList
 *    OBJECTS     number of elements, values: an Object[]
 *    FIXED_LIST  number of elements, values: what List.of makes; FIXED_NULLS: what Stream.toList
 *                makes, which may be asked for null
 *    COMPOSITE   definition, its parts as values
 *    SAME        number of an earlier object of this value that has an identity, counted from 0
 *                in the order of their tags
 *    OBJECT      the next object of what is behind the value
 *  definition = 0, length, its bytes; or 2 n + 1: the n-th that this payload holds; or 2 n + 2:
 *               number n
 * </pre>
 *
 * <p>Lengths, indices and numbers are as of {@link ByteSink#putVarInt}.
 */
final class Tag {
  static final byte NULL = 0;
  static final byte FALSE = 1;
  static final byte TRUE = 2;
  static final byte BYTE = 3;
  static final byte SHORT = 4;
  static final byte CHAR = 5;
  static final byte INT = 6;
  static final byte LONG = 7;
  static final byte FLOAT = 8;
  static final byte DOUBLE = 9;
  static final byte LATIN1 = 10;
  static final byte UTF16 = 11;
  static final byte ARRAY = 12;
  static final byte BESIDE = 13;
  static final byte LIST = 14;
  static final byte OBJECTS = 15;
  static final byte COMPOSITE = 16;
  static final byte SAME = 17;
  static final byte OBJECT = 18;
  static final byte MIXED = 19;
  static final byte USERS = 20;
  static final byte FIXED_LIST = 21;
  static final byte FIXED_NULLS = 22;

  private Tag() {}
}
