package io.github.rankpool.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.internal.wire.Payload;
import org.junit.jupiter.api.Test;

class DispatchTaskTest {
  private final DispatchTask task =
      new DispatchTask(7, Payload.ofBytes(new byte[1]), TaskTerms.NONE, new RecordingListener());

  @Test
  void queuedTaskIsSentOnce() {
    assertThat(task.send()).isTrue();
    assertThat(task.send()).isFalse();
  }

  @Test
  void taskComesBackOnlyFromAWorker() {
    assertThat(task.requeue()).isFalse();
    task.send();
    assertThat(task.requeue()).isTrue();
    assertThat(task.requeue()).isFalse();
    assertThat(task.payload()).isNotNull();
    assertThat(task.send()).isTrue();
  }

  @Test
  void onlyAQueuedTaskIsWithdrawn() {
    task.send();
    assertThat(task.withdraw()).isFalse();
    task.requeue();
    assertThat(task.withdraw()).isTrue();
    assertThat(task.withdraw()).isFalse();
  }

  @Test
  void doneTaskStaysDoneAndLetsGoOfItsPayload() {
    assertThat(task.finish()).isTrue();

    assertThat(task.payload()).isNull();
    assertThat(task.finish()).isFalse();
    assertThat(task.send()).isFalse();
    assertThat(task.requeue()).isFalse();
    assertThat(task.withdraw()).isFalse();
  }

  @Test
  void withdrawnTaskIsDone() {
    task.withdraw();

    assertThat(task.payload()).isNull();
    assertThat(task.finish()).isFalse();
    assertThat(task.send()).isFalse();
  }
}
