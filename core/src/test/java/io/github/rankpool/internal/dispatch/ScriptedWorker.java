package io.github.rankpool.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.internal.wire.Announced;
import io.github.rankpool.internal.wire.Definition;
import io.github.rankpool.internal.wire.FrameException;
import io.github.rankpool.internal.wire.FrameType;
import io.github.rankpool.internal.wire.Frames;
import io.github.rankpool.internal.wire.Groups;
import io.github.rankpool.internal.wire.Handshake;
import io.github.rankpool.internal.wire.Header;
import io.github.rankpool.internal.wire.Outcome;
import io.github.rankpool.internal.wire.Payload;
import io.github.rankpool.internal.wire.PayloadSink;
import io.github.rankpool.internal.wire.PayloadSource;
import io.github.rankpool.internal.wire.TaskIds;
import io.github.rankpool.internal.wire.TaskRecord;
import io.github.rankpool.testkit.ManualBackend;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The worker's half of the conversation, spoken line by line as a test says. */
final class ScriptedWorker {
  static final int FRAME_TAG = 1;
  static final int CHUNK_TAG = 2;
  static final long PID = 4711;

  final int rank;
  final int rankInPool;
  String host;

  /** Tasks that came and were neither finished nor given back, oldest first. */
  final Map<Long, Payload> tasks = new LinkedHashMap<>();

  /** Ids of the RECALL frames that came, one entry for each. */
  final List<long[]> recalls = new ArrayList<>();

  /** Setups that came and were not answered. */
  final Map<Long, Payload> setups = new LinkedHashMap<>();

  /** Ids of the INTERRUPT frames that came. */
  final List<Long> interrupts = new ArrayList<>();

  /** Who runs parallel tasks, by the id of this worker's part. */
  final Map<Long, Groups.Group> groups = new LinkedHashMap<>();

  /** Ids of the FORGET frames that came. */
  final List<Long> forgotten = new ArrayList<>();

  /** Definitions and tasks in the order they came: number and id of the session, or the task's. */
  final List<String> arrivals = new ArrayList<>();

  /** How long tasks that came may run, in nanoseconds. */
  final Map<Long, Long> limits = new LinkedHashMap<>();

  boolean welcomed;
  boolean stopped;

  /** Whether the order to stop told that others were lost. */
  boolean toldOfLoss;

  /** Whether it was told that it counts as lost. */
  boolean dismissed;

  /** How many HEARTBEAT frames came. */
  int heartbeats;

  private record Awaited(long id, PayloadSink sink) {}

  private final ManualBackend backend;
  private final byte[] secret;
  private final byte[] nonce = Handshake.newNonce();
  private final Deque<Awaited> awaited = new ArrayDeque<>();
  private byte[] masterNonce = {};
  private int framesRead;
  private int framesSent;

  ScriptedWorker(ManualBackend backend, int rank, byte[] secret) {
    this(backend, rank, rank, secret);
  }

  /** One whose rank in the pool is not that in its world. */
  ScriptedWorker(ManualBackend backend, int rank, int rankInPool, byte[] secret) {
    this.backend = backend;
    this.rank = rank;
    this.rankInPool = rankInPool;
    this.host = "host-" + rank;
    this.secret = secret;
  }

  ManualBackend backend() {
    return backend;
  }

  /** Reads what the master has sent since the last call. */
  void read() {
    try {
      for (ManualBackend.Sent message : backend.sent(rank)) {
        ByteBuffer bytes = ByteBuffer.wrap(message.bytes());
        if (message.tag() == CHUNK_TAG) {
          readChunk(bytes);
        } else {
          readFrame(bytes);
        }
      }
    } catch (FrameException e) {
      throw new AssertionError("the master sent what is no frame", e);
    }
  }

  private void readChunk(ByteBuffer bytes) throws FrameException {
    Awaited first = awaited.getFirst();
    first.sink().accept(bytes);
    if (first.sink().isComplete()) {
      awaited.removeFirst();
      tasks.put(first.id(), first.sink().payload());
    }
  }

  private void readFrame(ByteBuffer bytes) throws FrameException {
    Header header = Frames.readHeader(bytes, framesRead++);
    switch (header.type()) {
      case CHALLENGE -> masterNonce = Handshake.readChallenge(bytes);
      case WELCOME -> {
        byte[] expected = Handshake.masterProof(secret, masterNonce, nonce, rankInPool);
        assertThat(Handshake.readWelcome(bytes).proof()).isEqualTo(expected);
        welcomed = true;
      }
      case TASKS -> {
        for (int i = 0; i < header.records(); i++) {
          Announced task = Frames.readRecord(bytes);
          assertThat(task.outcome()).isIn(Outcome.TASK, Outcome.SETUP, Outcome.DEFINITION);
          if (task.outcome() == Outcome.DEFINITION) {
            assertThat(task.payload()).isNotNull();
            arrivals.add(
                "definition " + Definition.from(task.payload()).number() + " of " + task.id());
            continue;
          }
          arrivals.add("task " + task.id());
          limits.put(task.id(), task.nanos());
          if (task.outcome() == Outcome.SETUP) {
            assertThat(setups.put(task.id(), task.payload())).isNull();
          } else if (task.payload() != null) {
            assertThat(tasks.put(task.id(), task.payload())).isNull();
          } else if (task.shape() != null) {
            awaited.add(new Awaited(task.id(), new PayloadSink(task.shape(), Long.MAX_VALUE)));
          }
        }
      }
      case RECALL -> recalls.add(TaskIds.readList(bytes));
      case GROUP -> {
        Groups.Group group = Groups.readGroup(bytes);
        groups.put(group.id(), group);
      }
      case INTERRUPT -> addAll(interrupts, TaskIds.readList(bytes));
      case FORGET -> addAll(forgotten, TaskIds.readList(bytes));
      case STOP -> {
        stopped = true;
        toldOfLoss = Handshake.readStop(bytes);
      }
      case HEARTBEAT -> heartbeats++;
      case DISMISSED -> dismissed = true;
      default -> throw new AssertionError(header.type() + " sent to a worker");
    }
  }

  private static void addAll(List<Long> list, long[] ids) {
    for (long id : ids) {
      list.add(id);
    }
  }

  /** Answers a setup. */
  void answerSetup(long id, Outcome outcome) {
    assertThat(setups.remove(id)).isNotNull();
    TaskRecord answer = new TaskRecord(id, outcome, 0, Payload.ofBytes(new byte[] {1}));
    sendFrameOfBytes(frame(FrameType.RESULTS, answer));
  }

  List<Long> taskIds() {
    return List.copyOf(tasks.keySet());
  }

  void hello() {
    hello(secret, Handshake.isLittleEndianHere());
  }

  void hello(byte[] provenSecret, boolean littleEndian) {
    byte[] proof = Handshake.workerProof(provenSecret, masterNonce, nonce, rankInPool);
    send(
        FrameType.HELLO,
        Handshake.hello(new Handshake.Hello(nonce, proof, PID + rankInPool, host, littleEndian)));
  }

  void finish(long id, long nanos, Payload result) {
    tasks.remove(id);
    List<byte[]> chunks = new ArrayList<>();
    ByteBuffer frame = begin(FrameType.RESULTS);
    if (!Frames.add(frame, new TaskRecord(id, Outcome.VALUE, nanos, result))) {
      ByteBuffer chunk = ByteBuffer.allocateDirect(Frames.MAX_CHUNK_BYTES);
      for (PayloadSource source = new PayloadSource(result); source.hasNext(); ) {
        source.next(chunk.clear());
        byte[] bytes = new byte[chunk.remaining()];
        chunk.get(bytes);
        chunks.add(bytes);
      }
    }
    deliver(frame);
    chunks.forEach(this::sendChunk);
  }

  /** Announces a result that is too large for a frame, and sends nothing of it. */
  void beginToFinish(long id, Payload result) {
    ByteBuffer frame = begin(FrameType.RESULTS);
    assertThat(Frames.add(frame, new TaskRecord(id, Outcome.VALUE, 1, result))).isFalse();
    deliver(frame);
  }

  /** Whether a task was announced that has not come whole. */
  boolean isReceiving() {
    return !awaited.isEmpty();
  }

  /** Tells that a task has passed its time limit; it goes on. */
  void timeOut(long id) {
    ByteBuffer frame = begin(FrameType.RESULTS);
    Frames.add(frame, new TaskRecord(id, Outcome.TIMED_OUT, 1, Payload.ofBytes(new byte[0])));
    deliver(frame);
  }

  void failTask(long id) {
    tasks.remove(id);
    ByteBuffer frame = begin(FrameType.RESULTS);
    Frames.add(frame, new TaskRecord(id, Outcome.THROWN, 0, Payload.ofBytes(new byte[0])));
    deliver(frame);
  }

  void finishAll(long nanos) {
    taskIds().forEach(id -> finish(id, nanos, Payload.ofBytes(new byte[] {id.byteValue()})));
  }

  void answerRecall(List<Long> returned, List<Long> kept) {
    returned.forEach(tasks::remove);
    send(FrameType.RETURNED, TaskIds.returned(new TaskIds.Returned(longs(returned), longs(kept))));
  }

  private static long[] longs(List<Long> list) {
    return list.stream().mapToLong(Long::longValue).toArray();
  }

  void bye() {
    send(FrameType.BYE, new byte[0]);
  }

  void send(FrameType type, byte[] body) {
    deliver(begin(type).put(body));
  }

  void sendChunk(byte[] chunk) {
    backend.deliver(rank, CHUNK_TAG, chunk);
  }

  void sendFrameOfBytes(byte[] frame) {
    backend.deliver(rank, FRAME_TAG, frame);
  }

  /** A frame as it would be sent next, for a test to damage. */
  byte[] frame(FrameType type, TaskRecord... records) {
    ByteBuffer frame = begin(type);
    for (TaskRecord each : records) {
      Frames.add(frame, each);
    }
    return bytes(frame);
  }

  private ByteBuffer begin(FrameType type) {
    ByteBuffer frame = ByteBuffer.allocate(Frames.MAX_FRAME_BYTES);
    Frames.begin(frame, type, framesSent++);
    return frame;
  }

  private void deliver(ByteBuffer frame) {
    sendFrameOfBytes(bytes(frame));
  }

  private static byte[] bytes(ByteBuffer frame) {
    Frames.end(frame);
    byte[] bytes = new byte[frame.remaining()];
    frame.get(bytes);
    return bytes;
  }
}
