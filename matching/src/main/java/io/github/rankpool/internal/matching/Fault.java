package io.github.rankpool.internal.matching;

import io.github.rankpool.spi.MpiException;
import org.jspecify.annotations.Nullable;

/** Why an operation failed, kept until a thread comes to throw it with a stack of its own. */
public record Fault(String code, String message) {

  public static Fault truncated(int bytes, int room) {
    return new Fault(
        "RP-311",
        "message of "
            + bytes
            + " bytes is longer than the room of "
            + room
            + " bytes for it. Probe for the length first, or receive into a larger buffer.");
  }

  public static Fault aborted(int status) {
    return new Fault("RP-312", "this rank's world was aborted with status " + status + ".");
  }

  public static Fault lost(String what) {
    return new Fault(
        "RP-313", what + " has ended: it returned, failed or was aborted. Nothing can come of it.");
  }

  public static Fault interrupted() {
    return new Fault("RP-314", "the thread was interrupted while it waited for MPI.");
  }

  public static Fault closed() {
    return new Fault("RP-315", "this rank's runtime is closed.");
  }

  public MpiException exception() {
    return exception(null);
  }

  public MpiException exception(@Nullable Throwable cause) {
    return new MpiException(code, message, cause);
  }
}
