package io.github.rankpool.backend.openmpi.bindings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MessageLayerTest {
  private static final String LIBC = "7f00-7f01 r-xp 00000000 08:01 7 /usr/lib/libc.so.6";

  @Test
  void theComponentThatIsStillMappedWasChosen() {
    assertThat(MessageLayer.only(Stream.of(LIBC, mapped("ob1"), mapped("ob1")))).contains("ob1");
  }

  @Test
  void nothingIsSaidOfSeveralOrNone() {
    assertThat(MessageLayer.only(Stream.of(mapped("ob1"), mapped("monitoring")))).isEmpty();
    assertThat(MessageLayer.only(Stream.of(LIBC))).isEmpty();
  }

  private static String mapped(String name) {
    return "7f02-7f03 r-xp 00000000 08:01 8     /usr/lib/openmpi3/mca_pml_" + name + ".so";
  }
}
