package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.spi.Availability;
import org.junit.jupiter.api.Test;

/** Keeps tests from being skipped unseen where all backends are expected to be there. */
class RequiredBackendsIT {

  @Test
  void everyBackendThatIsRequiredCanBeUsed() {
    for (String name : Backends.required()) {
      Availability availability = Backends.availability(name);
      assertThat(availability.usable()).as(() -> Backends.problem(name, availability)).isTrue();
    }
  }

  @Test
  void threadsCanAlwaysBeUsed() {
    assertThat(Backends.availability("threads").usable()).isTrue();
  }
}
