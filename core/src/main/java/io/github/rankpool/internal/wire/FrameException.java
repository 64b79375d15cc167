package io.github.rankpool.internal.wire;

/** Bytes that came where a frame was due are none: damaged, of another version, or not ours. */
public final class FrameException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param problem what is wrong with the frame
   */
  public FrameException(String problem) {
    super("RP-501: damaged or foreign frame: " + problem);
  }

  /**
   * Checks something.
   *
   * @param condition must be true
   * @param problem costs nothing only if it is a constant
   * @throws FrameException if it is not
   */
  public static void check(boolean condition, String problem) throws FrameException {
    if (!condition) {
      throw new FrameException(problem);
    }
  }
}
