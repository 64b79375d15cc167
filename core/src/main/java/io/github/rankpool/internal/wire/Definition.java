package io.github.rankpool.internal.wire;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UTFDataFormatException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What the objects of a class have in common, of which a receiver can make them again: of a lambda
 * all but the values it captured, of a record its class and the names of its components, of an enum
 * its class and the names of its constants, of other classes what Java serialization says of them.
 *
 * <p>Most have a number, the same in all pools of this process. A payload may then hold the number
 * only, and the definition travels to each worker once, ahead of the first payload that uses it.
 */
public final class Definition {
  /** Programs may make lambda classes without end; only so many get a number. */
  static final int MAX_NUMBERED = 4096;

  /** Longer ones are not made, so that every definition fits a frame; in bytes. */
  static final int MAX_BYTES = 8 * 1024;

  static final byte RECORD = 0;
  static final byte ENVELOPE = 1;
  static final byte LAMBDA = 2;
  static final byte ENUM = 3;
  static final byte CLASS = 4;

  private static final int NO_NUMBER = -1;
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private static final ClassValue<@Nullable Definition> OF_CLASSES =
      new ClassValue<>() {
        @Override
        protected @Nullable Definition computeValue(Class<?> type) {
          return of(CLASS, out -> ClassDescription.write(type, out));
        }
      };

  private final int number;
  private final byte[] bytes;
  private final int hash;

  /** Made of this definition when it was first needed. */
  private volatile @Nullable Maker maker;

  private Definition(int number, byte[] bytes) {
    this.number = number;
    this.bytes = bytes;
    this.hash = Arrays.hashCode(bytes);
  }

  /** Writes what a definition says. */
  interface Text {
    void writeTo(DataOutputStream out) throws IOException;
  }

  /**
   * Makes a definition.
   *
   * @param kind of the objects
   * @param text read by {@link Maker#of}
   * @return null if it is too long
   */
  static @Nullable Definition of(byte kind, Text text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(kind);
      text.writeTo(out);
    } catch (UTFDataFormatException e) {
      return null;
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail as a stream", e);
    }
    if (bytes.size() > MAX_BYTES) {
      return null;
    }
    // Not counted further than needed: the counter must not come round.
    int next = NUMBERS.get() < MAX_NUMBERED ? NUMBERS.getAndIncrement() : MAX_NUMBERED;
    return new Definition(next < MAX_NUMBERED ? next : NO_NUMBER, bytes.toByteArray());
  }

  /** What Java serialization says of a class; null if that is too long. */
  static @Nullable Definition ofClass(Class<?> type) {
    return OF_CLASSES.get(type);
  }

  /** A definition that came inside a payload. */
  static Definition received(byte[] bytes) {
    return new Definition(NO_NUMBER, bytes);
  }

  boolean isNumbered() {
    return number != NO_NUMBER;
  }

  /**
   * The definition's number.
   *
   * @return at least 0
   */
  public int number() {
    return number;
  }

  byte[] bytes() {
    return bytes;
  }

  /**
   * This definition as it travels to a worker, with {@link Outcome#DEFINITION}.
   *
   * @return a payload that {@link #from} reads
   */
  public Payload toPayload() {
    return Payload.ofBytes(
        ByteBuffer.allocate(Integer.BYTES + bytes.length).putInt(number).put(bytes).array());
  }

  /**
   * Reads a definition.
   *
   * @param payload made by {@link #toPayload}
   * @return the definition
   * @throws FrameException if the payload is damaged
   */
  public static Definition from(Payload payload) throws FrameException {
    FrameException.check(payload.bytes() <= Integer.BYTES + MAX_BYTES, "definition is too long");
    ByteBuffer content = ByteBuffer.wrap(payload.toByteArray());
    FrameException.check(content.remaining() > Integer.BYTES, "definition is cut off");
    int number = content.getInt();
    FrameException.check(number >= 0 && number < MAX_NUMBERED, "definition " + number);
    byte[] bytes = new byte[content.remaining()];
    content.get(bytes);
    return new Definition(number, bytes);
  }

  /**
   * Makes objects of this definition. Remembered for one class loader at a time.
   *
   * @param loader finds the classes it names
   */
  Maker maker(ClassLoader loader) throws IOException, ClassNotFoundException {
    Maker known = maker;
    if (known == null || known.loader != loader) {
      known = Maker.of(this, loader);
      maker = known;
    }
    return known;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Definition d && hash == d.hash && Arrays.equals(bytes, d.bytes);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
