package io.github.rankpool.internal.comm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.internal.wire.Announced;
import io.github.rankpool.internal.wire.DoorbellAddress;
import io.github.rankpool.internal.wire.FrameException;
import io.github.rankpool.internal.wire.FrameType;
import io.github.rankpool.internal.wire.Frames;
import io.github.rankpool.internal.wire.Header;
import io.github.rankpool.internal.wire.Outcome;
import io.github.rankpool.internal.wire.Payload;
import io.github.rankpool.internal.wire.TaskRecord;
import io.github.rankpool.testkit.ManualBackend;
import io.github.rankpool.testkit.Watchdog;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Watchdog.class)
class LinkTest {
  private static final int FRAME_TAG = 1;
  private static final int CHUNK_TAG = 2;
  private static final int CHUNKS_AT_ONCE = 8;
  private static final long LIMIT = 64L << 20;

  private final long inUseBefore = Link.buffersInUse();
  private final ManualBackend backend = new ManualBackend(2);
  private final Recorder recorder = new Recorder();
  private final Link link =
      new Link(backend, Mailbox.of(backend.communicator()), 2, LIMIT, null, recorder);

  /** What the other end would be told, were it this link. */
  private static final class Recorder implements Link.Handler {
    final List<TaskRecord> records = new ArrayList<>();
    final List<String> others = new ArrayList<>();

    @Override
    public void onRecord(int peer, FrameType type, TaskRecord record) {
      records.add(record);
    }

    @Override
    public void onRefused(int peer, FrameType type, Announced announced, String reason) {
      others.add("refused " + announced.id() + " from " + peer);
    }

    @Override
    public void onControl(int peer, FrameType type, ByteBuffer body) throws FrameException {
      others.add(type + " of " + body.remaining() + " from " + peer);
      if (type == FrameType.BYE) {
        throw new FrameException("BYE out of place");
      }
    }

    @Override
    public void onBroken(int peer, Exception problem) {
      others.add("broken " + peer + ": " + problem.getMessage());
    }
  }

  private static TaskRecord record(long id, int payloadBytes) {
    byte[] bytes = new byte[payloadBytes];
    new Random(id).nextBytes(bytes);
    return new TaskRecord(id, Outcome.TASK, 0, Payload.ofBytes(bytes));
  }

  private void post(int peer, int count, int payloadBytes) {
    for (int i = 0; i < count; i++) {
      link.post(peer, FrameType.TASKS, record(i, payloadBytes));
    }
  }

  private static List<Integer> tags(List<ManualBackend.Sent> messages) {
    return messages.stream().map(ManualBackend.Sent::tag).toList();
  }

  private static int recordsIn(ManualBackend.Sent message, int sequence) throws FrameException {
    Header header = Frames.readHeader(ByteBuffer.wrap(message.bytes()), sequence);
    return header.records();
  }

  private void loopBack(int from, int to) {
    backend.sent(from).forEach(sent -> backend.deliver(to, sent.tag(), sent.bytes()));
  }

  @Test
  void manySmallRecordsTravelInOneFrame() throws FrameException {
    post(0, 100, 20);
    assertThat(link.isDrained()).isFalse();
    assertThat(link.doWork()).isPositive();

    List<ManualBackend.Sent> sent = backend.sent(0);
    assertThat(sent).hasSize(1);
    assertThat(sent.get(0).tag()).isEqualTo(FRAME_TAG);
    assertThat(recordsIn(sent.get(0), 0)).isEqualTo(100);
    link.doWork();
    assertThat(link.isDrained()).isTrue();
    assertThat(link.doWork()).isZero();
  }

  @Test
  void recordsThatDoNotFitOneFrameTravelInSeveral() throws FrameException {
    post(0, 10, 16 * 1024);
    link.doWork();
    link.doWork();

    List<ManualBackend.Sent> sent = backend.sent(0);
    int sum = 0;
    for (int i = 0; i < sent.size(); i++) {
      assertThat(sent.get(i).bytes().length).isLessThanOrEqualTo(Frames.MAX_FRAME_BYTES);
      sum += recordsIn(sent.get(i), i);
    }
    assertThat(sent).hasSize(4);
    assertThat(sum).isEqualTo(10);
  }

  @Test
  void atMostTwoFramesAreOnTheirWayToEachPeer() throws FrameException {
    backend.holdSends();
    for (int i = 0; i < 5; i++) {
      post(0, 1, 10);
      post(1, 1, 10);
      link.doWork();
    }
    assertThat(backend.heldSends()).isEqualTo(4);
    assertThat(backend.sent(0)).hasSize(2);
    assertThat(backend.sent(1)).hasSize(2);

    backend.completeOldestSend();
    link.doWork();

    // What was posted meanwhile goes in one.
    List<ManualBackend.Sent> next = backend.sent(0);
    assertThat(next).hasSize(1);
    assertThat(recordsIn(next.get(0), 2)).isEqualTo(3);
    assertThat(backend.sent(1)).isEmpty();
  }

  @Test
  void slowPeerDoesNotHoldUpTheOther() {
    backend.holdSends();
    post(0, 1, 10);
    link.doWork();
    post(0, 1, 10);
    link.doWork();
    post(0, 1, 10);
    post(1, 1, 10);
    link.doWork();

    assertThat(backend.sent(0)).hasSize(2);
    assertThat(backend.sent(1)).hasSize(1);
  }

  @Test
  void linkIsNotDrainedWhileASendIsUnderWay() {
    backend.holdSends();
    post(0, 1, 10);
    link.doWork();
    link.doWork();
    assertThat(link.isDrained()).isFalse();

    backend.completeSends();
    link.doWork();

    assertThat(link.isDrained()).isTrue();
  }

  @Test
  void fewChunksAreOnTheirWayAndNoPeerWaitsForAnotherToTakeThem() {
    backend.holdSends();
    post(0, 1, 20 * Frames.MAX_CHUNK_BYTES);
    post(1, 1, 20 * Frames.MAX_CHUNK_BYTES);
    link.doWork();
    assertThat(tags(backend.sent(0))).filteredOn(tag -> tag == CHUNK_TAG).hasSize(CHUNKS_AT_ONCE);
    assertThat(tags(backend.sent(1))).filteredOn(tag -> tag == CHUNK_TAG).hasSize(1);
    assertThat(link.doWork()).isZero();

    for (int i = 0; i < 100 && !link.isDrained(); i++) {
      backend.completeSends();
      link.doWork();
    }

    assertThat(link.isDrained()).isTrue();
  }

  @Test
  void chunksFollowTheFrameThatAnnouncesThem() {
    post(0, 2, Frames.MAX_INLINE_BYTES + 1);
    link.doWork();

    assertThat(tags(backend.sent(0))).containsExactly(FRAME_TAG, CHUNK_TAG, CHUNK_TAG);
  }

  @Test
  void buffersAreUsedAgainAndNeverBeforeTheirSendIsComplete() {
    backend.holdSends();
    for (int round = 0; round < 50; round++) {
      // Other bytes each time; the backend checks that a buffer keeps those of its send.
      link.post(0, FrameType.TASKS, record(round, 100 + round));
      link.post(0, FrameType.TASKS, record(round, 3 * Frames.MAX_CHUNK_BYTES + round));
      link.doWork();
      if (backend.heldSends() > 4) {
        backend.completeOldestSend();
      }
      link.doWork();
      backend.completeOldestSend();
    }
    for (int i = 0; i < 1_000 && !link.isDrained(); i++) {
      backend.completeSends();
      link.doWork();
    }

    assertThat(link.isDrained()).isTrue();
    // Two frames and eight chunks on their way at most, and one for receiving.
    assertThat(backend.allocatedBuffers()).isLessThanOrEqualTo(2 + CHUNKS_AT_ONCE + 1);
  }

  @Test
  void whatIsSentIsReceivedWhole() {
    List<TaskRecord> sent = new ArrayList<>();
    for (int size : new int[] {0, 1, 20_000, 100, Frames.MAX_INLINE_BYTES, 3_000_001, 7, 1 << 20}) {
      TaskRecord record = record(sent.size(), size);
      sent.add(record);
      link.post(0, FrameType.TASKS, record);
    }
    while (!link.isDrained()) {
      link.doWork();
    }
    link.trust(1);
    loopBack(0, 1);
    while (link.doWork() > 0) {
      // Until all is received.
    }

    assertThat(recorder.others).isEmpty();
    assertThat(recorder.records).hasSameSizeAs(sent);
    for (TaskRecord record : recorder.records) {
      assertThat(record.payload().toByteArray())
          .isEqualTo(sent.get((int) record.id()).payload().toByteArray());
    }
  }

  /** Small records overtake it. */
  @Test
  void aLargePayloadDoesNotHoldUpSmallOnes() {
    TaskRecord large = record(1, 9_000_001);
    link.trust(1);
    link.post(0, FrameType.TASKS, large);
    link.post(0, FrameType.TASKS, record(2, 10));
    while (!link.isDrained()) {
      link.doWork();
    }
    loopBack(0, 1);
    while (recorder.records.size() < 2) {
      link.doWork();
    }

    assertThat(recorder.records.get(0).id()).isEqualTo(2);
    assertThat(recorder.records.get(1).payload().toByteArray())
        .isEqualTo(large.payload().toByteArray());
    assertThat(Link.buffersInUse()).isEqualTo(inUseBefore);
  }

  @Test
  void framesWithoutRecordsKeepTheirPlaceAmongTheOthers() throws FrameException {
    post(0, 2, 10);
    link.post(0, FrameType.RECALL, new byte[] {1, 2, 3});
    post(0, 3, 10);
    link.post(0, FrameType.STOP, new byte[0]);
    link.doWork();
    link.doWork();

    List<ManualBackend.Sent> sent = backend.sent(0);
    assertThat(sent).hasSize(4);
    assertThat(recordsIn(sent.get(0), 0)).isEqualTo(2);
    ByteBuffer recall = ByteBuffer.wrap(sent.get(1).bytes());
    assertThat(Frames.readHeader(recall, 1)).isEqualTo(new Header(FrameType.RECALL, 0));
    assertThat(recall.remaining()).isEqualTo(3);
    assertThat(recordsIn(sent.get(2), 2)).isEqualTo(3);
    assertThat(Frames.readHeader(ByteBuffer.wrap(sent.get(3).bytes()), 3).type())
        .isEqualTo(FrameType.STOP);
  }

  @Test
  void recordsOfDifferentTypesDoNotShareAFrame() throws FrameException {
    link.post(0, FrameType.TASKS, record(1, 5));
    link.post(0, FrameType.RESULTS, record(2, 5));
    link.doWork();

    assertThat(backend.sent(0)).hasSize(2);
  }

  @Test
  void controlFramesAreHandedOnWithTheirBody() {
    link.post(0, FrameType.RECALL, new byte[] {1, 2, 3});
    link.doWork();
    loopBack(0, 1);
    link.doWork();

    assertThat(recorder.others).containsExactly("RECALL of 3 from 1");
  }

  @Test
  void peersSequencesAreTheirOwn() {
    link.trust(0);
    link.trust(1);
    link.post(0, FrameType.TASKS, record(1, 5));
    link.post(1, FrameType.TASKS, record(2, 5));
    link.doWork();
    loopBack(0, 0);
    loopBack(1, 1);
    link.doWork();

    assertThat(recorder.records).hasSize(2);
  }

  @Test
  void recordsOfAPeerThatIsNotTrustedAreRefused() {
    link.post(0, FrameType.TASKS, record(1, 5));
    link.doWork();
    loopBack(0, 0);
    link.doWork();

    assertThat(recorder.records).isEmpty();
    assertThat(recorder.others).hasSize(1);
    assertThat(recorder.others.get(0)).contains("before the handshake was complete");
  }

  @Test
  void brokenPeerIsIgnoredAndTheOtherIsNot() {
    backend.deliver(0, FRAME_TAG, new byte[3]);
    link.post(0, FrameType.STOP, new byte[0]);
    link.doWork();
    loopBack(0, 1);
    backend.deliver(0, FRAME_TAG, new byte[4]);
    backend.deliver(0, CHUNK_TAG, new byte[5]);
    link.doWork();

    assertThat(recorder.others)
        .containsExactly(
            "broken 0: RP-501: damaged or foreign frame: only 3 bytes", "STOP of 0 from 1");
  }

  @Test
  void handlerMayCallAFrameOutOfPlace() {
    link.post(0, FrameType.BYE, new byte[0]);
    link.doWork();
    loopBack(0, 1);
    link.doWork();

    assertThat(recorder.others).hasSize(2);
    assertThat(recorder.others.get(1)).contains("broken 1").contains("BYE out of place");
  }

  @Test
  void payloadAboveTheLimitIsRefusedAndTheNextOneTaken() {
    Link small = new Link(backend, Mailbox.of(backend.communicator()), 2, 100_000, null, recorder);
    small.trust(1);
    link.post(0, FrameType.TASKS, record(1, 100_001));
    link.post(0, FrameType.TASKS, record(2, 100_000));
    link.doWork();
    loopBack(0, 1);
    small.doWork();

    assertThat(recorder.others).containsExactly("refused 1 from 1");
    assertThat(recorder.records).hasSize(1);
    assertThat(recorder.records.get(0).id()).isEqualTo(2);
  }

  @Test
  void floodOfMessagesIsTakenInPortions() {
    link.post(0, FrameType.STOP, new byte[0]);
    link.doWork();
    for (int i = 0; i < 200; i++) {
      backend.deliver(1, CHUNK_TAG, new byte[1]);
    }

    assertThat(link.doWork()).isLessThan(100);
    assertThat(backend.isAllReceived()).isFalse();
  }

  @Nested
  class Losses {
    @AfterEach
    void everyBufferComesBack() {
      for (int i = 0; i < 1_000 && !link.isDrained(); i++) {
        backend.completeSends();
        link.doWork();
      }
      assertThat(Link.buffersInUse()).isEqualTo(inUseBefore);
    }

    private void assertOtherPeerIsServed() {
      post(1, 3, 10);
      link.doWork();
      assertThat(backend.sent(1)).hasSize(1);
      backend.completeSends();
      link.doWork();
      assertThat(link.isDrained()).isTrue();
    }

    @Test
    void whatIsQueuedForALostPeerIsForgotten() {
      backend.holdSends();
      for (int i = 0; i < 3; i++) {
        post(0, 1, 10);
        link.doWork();
      }
      backend.lose(0);
      link.drop(0);
      link.doWork();

      assertThat(link.isDrained()).isTrue();
      assertThat(link.backlogBytes()).isZero();
      assertThat(backend.sent(0)).hasSize(2);
      assertOtherPeerIsServed();
    }

    @Test
    void sendsThatFailBecauseTheirPeerIsLostDoNoHarm() {
      backend.lose(0);
      post(0, 1, 10);
      link.doWork();
      post(0, 1, 10);
      link.doWork();

      assertThat(link.isDrained()).isTrue();
      assertThat(link.backlogBytes()).isZero();
      assertOtherPeerIsServed();
    }

    @Test
    void aHalfSentPayloadDoesNotHoldUpThoseOfOthers() {
      backend.holdSends();
      post(0, 1, 20 * Frames.MAX_CHUNK_BYTES);
      link.doWork();
      backend.lose(0);
      post(1, 1, 20 * Frames.MAX_CHUNK_BYTES);
      link.doWork();

      assertThat(backend.sent(1)).hasSize(1 + CHUNKS_AT_ONCE);
      for (int i = 0; i < 1_000 && !link.isDrained(); i++) {
        backend.completeSends();
        link.doWork();
      }
      assertThat(link.isDrained()).isTrue();
      assertThat(link.backlogBytes()).isZero();
    }

    @Test
    void aSendThatFailsThoughItsPeerLivesIsToldOnceAndCutsThatPeerOff() {
      backend.communicator().disconnect();
      post(0, 1, 10);
      link.doWork();
      post(0, 2, 10);
      link.doWork();

      assertThat(recorder.others).singleElement().asString().startsWith("broken 0: ");
      assertThat(link.isDrained()).isTrue();
    }

    @Test
    void aPeerIsLostWhenAllThatCameFromItWasHandedOn() {
      link.post(0, FrameType.RECALL, new byte[] {1});
      link.doWork();
      loopBack(0, 1);
      assertThat(link.isLost(1)).isFalse();
      backend.lose(1);
      assertThat(link.isLost(1)).isFalse();
      link.doWork();

      assertThat(recorder.others).containsExactly("RECALL of 1 from 1");
      assertThat(link.isLost(1)).isTrue();
      assertThat(link.isLost(0)).isFalse();
    }

    @Test
    void whatCameBeforeASendFailedIsStillHandedOn() {
      link.post(0, FrameType.RECALL, new byte[] {1});
      link.doWork();
      loopBack(0, 1);
      backend.lose(1);
      post(1, 1, 10);
      link.doWork();

      assertThat(recorder.others).containsExactly("RECALL of 1 from 1");
      assertThat(link.isLost(1)).isTrue();
    }

    @Test
    void aMessageThatDiedWithItsSenderIsTheLastOneTaken() {
      link.post(0, FrameType.RECALL, new byte[] {1});
      link.doWork();
      backend.deliverCut(1, FRAME_TAG, 100);
      loopBack(0, 1);
      backend.lose(1);
      link.doWork();

      assertThat(recorder.others).isEmpty();
      assertThat(link.isLost(1)).isTrue();
    }

    @Test
    void aReceiveThatFailsThoughItsSenderLivesIsTold() {
      backend.deliverCut(1, FRAME_TAG, 100);
      link.doWork();

      assertThat(recorder.others).singleElement().asString().startsWith("broken 1: ");
    }

    @Test
    void aHalfReceivedPayloadIsForgottenAndWhatComesLateIsIgnored() {
      link.trust(1);
      post(0, 1, 3 * Frames.MAX_CHUNK_BYTES);
      link.doWork();
      List<ManualBackend.Sent> sent = backend.sent(0);
      sent.subList(0, 2).forEach(each -> backend.deliver(1, each.tag(), each.bytes()));
      link.doWork();
      backend.lose(1);
      link.drop(1);
      sent.subList(2, 4).forEach(each -> backend.deliver(1, each.tag(), each.bytes()));
      link.doWork();

      assertThat(backend.isAllReceived()).isTrue();
      assertThat(recorder.records).isEmpty();
      assertThat(recorder.others).isEmpty();
    }
  }

  /** Processes of one machine ring after they have sent something. */
  @Nested
  class Ringing {
    private final Doorbell mine = Objects.requireNonNull(Doorbell.putUp());
    private final Doorbell theirs = Objects.requireNonNull(Doorbell.putUp());
    private final Link here =
        new Link(backend, Mailbox.of(backend.communicator()), 2, LIMIT, mine, recorder);
    private final Object me = new Object();

    @AfterEach
    void takeDown() {
      mine.close();
      theirs.close();
    }

    private void deliverBell(int peer, int sequence) {
      ByteBuffer frame = ByteBuffer.allocate(Frames.MAX_FRAME_BYTES);
      Frames.begin(frame, FrameType.BELL, sequence);
      frame.put(theirs.admit(me).toBytes());
      Frames.end(frame);
      byte[] bytes = new byte[frame.remaining()];
      frame.get(bytes);
      backend.deliver(peer, FRAME_TAG, bytes);
    }

    private DoorbellAddress invitation(int peer) throws FrameException {
      here.doWork();
      ByteBuffer frame = ByteBuffer.wrap(backend.sent(peer).get(0).bytes());
      assertThat(Frames.readHeader(frame, 0).type()).isEqualTo(FrameType.BELL);
      return DoorbellAddress.read(frame);
    }

    @Test
    void anInvitationIsAnsweredAndRungAt() throws Exception {
      here.trust(0);
      deliverBell(0, 0);
      here.doWork();

      assertThat(theirs.await(TimeUnit.SECONDS.toNanos(20))).isTrue();
      assertThat(theirs.hasHeard(me)).isTrue();
      assertThat(invitation(0).port()).isPositive();
    }

    @Test
    void onlyWhenAllPeersHaveRungMessagesNeedNotBeLookedFor() throws Exception {
      here.trust(0);
      here.trust(1);
      here.exchangeDoorbells(0);
      here.exchangeDoorbells(1);
      theirs.ringAt(invitation(0));
      mine.await(TimeUnit.SECONDS.toNanos(20));
      assertThat(here.allRing()).isFalse();

      theirs.ringAt(invitation(1));
      mine.await(TimeUnit.SECONDS.toNanos(20));
      assertThat(here.allRing()).isTrue();
      here.end();
      assertThat(here.allRing()).isFalse();
    }

    @Test
    void messagesAfterASilenceAreRungFor() throws Exception {
      here.trust(0);
      deliverBell(0, 0);
      here.doWork();
      assertThat(theirs.await(TimeUnit.SECONDS.toNanos(20))).isTrue();
      for (int i = 0; i < 3; i++) {
        TimeUnit.MILLISECONDS.sleep(2);
        here.post(0, FrameType.TASKS, record(i, 10));
        here.doWork();
        assertThat(theirs.await(TimeUnit.SECONDS.toNanos(20))).isTrue();
      }
    }

    @Test
    void aStrangersInvitationIsNotTaken() throws Exception {
      deliverBell(0, 0);
      here.doWork();

      assertThat(theirs.await(TimeUnit.MILLISECONDS.toNanos(20))).isFalse();
      assertThat(recorder.others).containsExactly("BELL of 12 from 0");
    }

    @Test
    void withoutADoorbellNothingIsSaid() {
      link.trust(0);
      link.exchangeDoorbells(0);
      link.doWork();

      assertThat(backend.sent(0)).isEmpty();
      assertThat(link.allRing()).isFalse();
    }
  }
}
