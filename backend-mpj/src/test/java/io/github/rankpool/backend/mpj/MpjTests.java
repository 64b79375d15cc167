package io.github.rankpool.backend.mpj;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.rankpool.spi.Availability;
import java.util.Arrays;

/** Whether tests that need MPJ Express can be run. */
final class MpjTests {
  private MpjTests() {}

  /** The installed MPJ Express; skips the test where there is none and none is required. */
  static MpjInstallation installation() {
    assumeUsable();
    try {
      return new MpjInstallationFinder(Surroundings.ofThisProcess()).find();
    } catch (NotUsableException e) {
      throw new AssertionError(e.reason(), e);
    }
  }

  /**
   * Skips the test where MPJ Express is missing; where it is required, the test goes on to fail.
   */
  static void assumeUsable() {
    Availability availability = new MpjProvider().availability();
    String required = System.getenv("RANKPOOL_REQUIRE_BACKENDS");
    if (required == null
        || !Arrays.asList(required.split("[, ]+", -1)).contains(MpjProvider.NAME)) {
      assumeTrue(
          availability.usable(),
          () -> "mpj: " + availability.detail() + ". " + availability.remedy());
    }
  }
}
