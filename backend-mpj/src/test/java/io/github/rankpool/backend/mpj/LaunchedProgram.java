package io.github.rankpool.backend.mpj;

import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** Run by mpjrun: prints what a rank finds out about itself, and sends a message around. */
public final class LaunchedProgram {
  private LaunchedProgram() {}

  /**
   * Runs on every rank.
   *
   * @param arguments the launcher's, then the test's
   * @throws IOException not expected
   */
  public static void main(String[] arguments) throws IOException {
    StaticLaunch launch = Objects.requireNonNull(StaticLaunch.find());
    System.out.println(
        "rank "
            + launch.rank()
            + " of "
            + launch.size()
            + " on "
            + launch.device()
            + " with "
            + Arrays.toString(StaticLaunch.programArguments(arguments)));
    ClassLoader launcher = launch.vendorLoader();
    try (VendorClassLoader loader =
        launcher != null
            ? VendorClassLoader.forThreadRank(launcher)
            : VendorClassLoader.forNewWorld(MpjTests.installation())) {
      UnaryOperator<?> ping = loader.make(UnaryOperator.class, "DevicePing");
      @SuppressWarnings("unchecked") // the class is this test's own
      UnaryOperator<String[]> typed = (UnaryOperator<String[]>) ping;
      System.out.println(
          "rank " + launch.rank() + " got " + typed.apply(launch.deviceArguments())[0]);
    }
  }
}
