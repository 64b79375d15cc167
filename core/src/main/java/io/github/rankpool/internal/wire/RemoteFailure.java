package io.github.rankpool.internal.wire;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong on a worker, readable without deserializing anything; the exception itself comes
 * along where it could be encoded.
 *
 * @param className class of what was thrown
 * @param message its message, or null
 * @param stackTrace its stack trace as printed on the worker
 * @param exception the exception, encoded; or null if it could not be
 */
public record RemoteFailure(
    String className, @Nullable String message, String stackTrace, @Nullable Payload exception) {

  /**
   * Describes what was thrown. Never throws, whatever the exception does when it is asked: that is
   * users' code.
   *
   * @param thrown by a task, or on the way to or from it
   * @return the description
   */
  public static RemoteFailure of(Throwable thrown) {
    Payload encoded;
    try {
      encoded = JavaCodec.selfContained().encode(thrown);
    } catch (Throwable e) {
      encoded = null;
    }
    StringWriter trace = new StringWriter();
    try {
      thrown.printStackTrace(new PrintWriter(trace));
    } catch (Throwable e) {
      trace.append("(printing its stack trace failed: ").append(nameOf(e)).append(")");
    }
    return new RemoteFailure(nameOf(thrown), messageOf(thrown), trace.toString(), encoded);
  }

  private static String nameOf(Throwable thrown) {
    return thrown.getClass().getName();
  }

  private static @Nullable String messageOf(Throwable thrown) {
    try {
      return thrown.getMessage();
    } catch (Throwable e) {
      return "(getMessage failed: " + nameOf(e) + ")";
    }
  }

  /**
   * Encodes this description.
   *
   * @return a payload that {@link #from} reads
   */
  public Payload toPayload() {
    byte[] name = className.getBytes(StandardCharsets.UTF_8);
    byte[] text = message == null ? null : message.getBytes(StandardCharsets.UTF_8);
    byte[] trace = stackTrace.getBytes(StandardCharsets.UTF_8);
    byte[] encoded = exception == null ? null : exception.toByteArray();
    int size = 4 * Integer.BYTES + name.length + length(text) + trace.length + length(encoded);
    ByteBuffer buffer = ByteBuffer.allocate(size);
    put(buffer, name);
    put(buffer, text);
    put(buffer, trace);
    put(buffer, encoded);
    return Payload.ofBytes(buffer.array());
  }

  private static int length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  private static void put(ByteBuffer buffer, byte @Nullable [] bytes) {
    buffer.putInt(bytes == null ? -1 : bytes.length);
    if (bytes != null) {
      buffer.put(bytes);
    }
  }

  /**
   * Reads a description.
   *
   * @param payload made by {@link #toPayload}
   * @return the description
   * @throws FrameException if the payload is damaged
   */
  public static RemoteFailure from(Payload payload) throws FrameException {
    ByteBuffer buffer = ByteBuffer.wrap(payload.toByteArray());
    String name = text(take(buffer));
    String message = text(take(buffer));
    String trace = text(take(buffer));
    byte[] encoded = take(buffer);
    return new RemoteFailure(
        name == null ? "?" : name,
        message,
        trace == null ? "" : trace,
        encoded == null ? null : Payload.ofBytes(encoded));
  }

  private static byte @Nullable [] take(ByteBuffer buffer) throws FrameException {
    FrameException.check(buffer.remaining() >= Integer.BYTES, "failure is cut off");
    int length = buffer.getInt();
    if (length == -1) {
      return null;
    }
    FrameException.check(length >= 0 && length <= buffer.remaining(), "failure is cut off");
    byte[] bytes = new byte[length];
    buffer.get(bytes);
    return bytes;
  }

  private static @Nullable String text(byte @Nullable [] bytes) {
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }
}
