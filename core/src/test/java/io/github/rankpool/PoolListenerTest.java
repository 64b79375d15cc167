package io.github.rankpool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PoolListenerTest {
  private final List<MpiPoolExecutor> told = new ArrayList<>();
  private final PoolListener listener = told::add;

  @Test
  void isToldOfEveryPoolUntilItIsRemoved() {
    PoolListener.add(listener);
    try (MpiPoolExecutor first = MpiPoolExecutor.builder().backend("threads").build();
        MpiPoolExecutor second = MpiPoolExecutor.builder().backend("threads").build()) {
      PoolListener.remove(listener);
      MpiPoolExecutor.builder().backend("threads").build().close();

      assertThat(told).containsExactly(first, second);
    }
  }
}
