package io.github.rankpool.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LaneTest {
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  private final Lane lane = new Lane("worker 0", "here, pid 1", 0);

  /** Word of both comes at once, and they were handed out at once. */
  @Test
  void tasksThatAreToldOfTogetherRanOneAfterTheOther() {
    assertThat(lane.ran(10 * MILLI, 31 * MILLI, 10 * MILLI)).isEqualTo(10 * MILLI);
    assertThat(lane.ran(10 * MILLI, 31 * MILLI, 10 * MILLI)).isEqualTo(20 * MILLI);

    assertThat(lane.busy().get(9)).isZero();
    assertThat(lane.busy().get(10)).isEqualTo(MILLI);
    assertThat(lane.busy().get(29)).isEqualTo(MILLI);
    assertThat(lane.busy().get(30)).isZero();
  }

  @Test
  void aTaskEndsNoLaterThanTheWordOfIt() {
    lane.ran(0, 100 * MILLI, 100 * MILLI);

    assertThat(lane.ran(0, 120 * MILLI, 50 * MILLI)).isEqualTo(70 * MILLI);
  }

  @Test
  void sleepsAreSpreadOverTheTimeSinceTheyWereLastToldOf() {
    lane.tell(new Lane.WorkerTimes(0, 10 * MILLI, 3), 20 * MILLI);
    lane.tell(new Lane.WorkerTimes(0, 10 * MILLI, 3), 30 * MILLI);
    lane.tell(new Lane.WorkerTimes(0, 14 * MILLI, 5), 40 * MILLI);

    assertThat(lane.backoff().get(0)).isEqualTo(MILLI / 2);
    assertThat(lane.backoff().get(19)).isEqualTo(MILLI / 2);
    assertThat(lane.backoff().get(20)).isEqualTo(MILLI / 5);
    assertThat(lane.backoff().get(39)).isEqualTo(MILLI / 5);
    assertThat(lane.times().backoffs()).isEqualTo(5);
  }

  @Test
  void aWorkerThatIsFirstHeardOfByItsTaskWasThereWhenThatBegan() {
    Lane late = new Lane("worker 1", "here, pid 1", 50 * MILLI);
    late.ran(10 * MILLI, 40 * MILLI, 30 * MILLI);

    assertThat(late.beganNanos()).isEqualTo(10 * MILLI);
  }
}
