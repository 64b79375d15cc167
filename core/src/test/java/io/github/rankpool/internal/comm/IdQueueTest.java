package io.github.rankpool.internal.comm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class IdQueueTest {
  private final IdQueue<String> queue = new IdQueue<>(Long::parseLong);

  private IdQueue<String> filled() {
    List.of("3", "1", "4", "15", "9").forEach(queue::add);
    return queue;
  }

  @Test
  void keepsTheOrder() {
    assertThat(filled().toList()).containsExactly("3", "1", "4", "15", "9");
    assertThat(queue.size()).isEqualTo(5);
  }

  @Test
  void findsWhateverIsThere() {
    for (String thing : filled().toList()) {
      assertThat(queue.get(Long.parseLong(thing))).isEqualTo(thing);
    }
    assertThat(queue.get(2)).isNull();
  }

  @Test
  void takesOutFromHeadTailAndMiddle() {
    assertThat(filled().remove(3)).isEqualTo("3");
    assertThat(queue.remove(9)).isEqualTo("9");
    assertThat(queue.remove(4)).isEqualTo("4");
    assertThat(queue.remove(4)).isNull();
    assertThat(queue.toList()).containsExactly("1", "15");
  }

  @Test
  void becomesEmpty() {
    assertThat(queue.isEmpty()).isTrue();
    filled().clear();

    assertThat(queue.isEmpty()).isTrue();
    assertThat(queue.remove(3)).isNull();
  }
}
