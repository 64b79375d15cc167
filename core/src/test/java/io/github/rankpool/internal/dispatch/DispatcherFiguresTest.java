package io.github.rankpool.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.internal.wire.Figures;
import io.github.rankpool.internal.wire.FrameType;
import io.github.rankpool.internal.wire.Payload;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a dispatcher makes of what workers tell of themselves, and measures itself. */
class DispatcherFiguresTest {
  private static final Figures FIGURES = new Figures(3, 2_000, 1_000, 7, 70);

  @Test
  void theCensusHasWhatEachWorkerToldLast() {
    DispatcherFixture fixture = DispatcherFixture.running(2);
    fixture.worker(1).send(FrameType.FIGURES, new Figures(1, 1, 1, 1, 1).toBytes());
    fixture.worker(1).send(FrameType.FIGURES, FIGURES.toBytes());
    fixture.cycle();

    assertThat(fixture.dispatcher.census().members())
        .extracting(Census.Member::figures)
        .containsExactly(Figures.NONE, FIGURES);
    assertThat(fixture.dispatcher.census().size()).isEqualTo(2);
  }

  @Test
  void damagedFiguresCostTheirWorkerOnly() {
    DispatcherFixture fixture = DispatcherFixture.running(2);
    fixture.worker(1).send(FrameType.FIGURES, new byte[3]);
    fixture.cycle();

    assertThat(fixture.dispatcher.census().members())
        .extracting(Census.Member::isLost)
        .containsExactly(false, true);
    assertThat(fixture.endEvents).isEmpty();
  }

  @Test
  void figuresBeforeTheHandshakeAreAStrangers() {
    DispatcherFixture fixture = new DispatcherFixture(1);
    fixture.worker(0).send(FrameType.FIGURES, FIGURES.toBytes());
    fixture.cycle();

    fixture.assertBroken("RP-501");
  }

  @Test
  void aRoundTripIsTheTimeOfATaskBesideItsRun() {
    DispatcherFixture fixture = DispatcherFixture.running(1);
    DispatchTask task = fixture.submit();
    fixture.cycle();
    fixture.clock.advance(Duration.ofNanos(5_000));
    fixture.worker(0).finish(task.id(), 3_000, Payload.ofBytes(new byte[] {1}));
    fixture.cycle();

    List<Census.Member> members = fixture.dispatcher.census().members();
    assertThat(members).extracting(Census.Member::roundTripNanos).containsExactly(2_000L);
    assertThat(members).extracting(Census.Member::isBusy).containsExactly(false);
  }
}
