package io.github.rankpool.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskIdsTest {
  private final byte[] returned =
      TaskIds.returned(new TaskIds.Returned(new long[] {5}, new long[] {6, 7}));

  @Test
  void recallIsReadAsItWasWritten() throws FrameException {
    long[] ids = {1, -2, Long.MAX_VALUE};

    assertThat(TaskIds.readList(ByteBuffer.wrap(TaskIds.list(ids)))).isEqualTo(ids);
    assertThat(TaskIds.readList(ByteBuffer.wrap(TaskIds.list()))).isEmpty();
  }

  @Test
  void answerIsReadAsItWasWritten() throws FrameException {
    TaskIds.Returned read = TaskIds.readReturned(ByteBuffer.wrap(returned));

    assertThat(read.returned()).containsExactly(5);
    assertThat(read.kept()).containsExactly(6, 7);
  }

  @Test
  void bodyOfAnotherLengthIsRefused() {
    for (int length = 0; length < returned.length; length++) {
      ByteBuffer cut = ByteBuffer.wrap(returned, 0, length);
      assertThatThrownBy(() -> TaskIds.readReturned(cut)).isInstanceOf(FrameException.class);
    }
    ByteBuffer longer = ByteBuffer.wrap(Arrays.copyOf(returned, returned.length + 1));
    assertThatThrownBy(() -> TaskIds.readReturned(longer)).hasMessageContaining("too long");
    ByteBuffer longerRecall = ByteBuffer.wrap(Arrays.copyOf(TaskIds.list(1), 13));
    assertThatThrownBy(() -> TaskIds.readList(longerRecall)).hasMessageContaining("too long");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, 2, 1 << 29, Integer.MAX_VALUE})
  void countThatDoesNotMatchIsRefusedBeforeMemoryIsTaken(int count) {
    ByteBuffer body = ByteBuffer.wrap(TaskIds.list(1)).putInt(0, count);

    assertThatThrownBy(() -> TaskIds.readList(body))
        .isInstanceOf(FrameException.class)
        .hasMessageContaining("cut off");
  }
}
