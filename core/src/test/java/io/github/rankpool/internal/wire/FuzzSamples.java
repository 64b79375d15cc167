package io.github.rankpool.internal.wire;

import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Of everything that travels a good example, and who reads it. */
@SuppressWarnings("serial") // Objects of these samples hold whatever there is.
final class FuzzSamples {
  /** The largest payload that readers of frames take. */
  static final long PAYLOAD_LIMIT = 64 * 1024;

  private static final String HERE = FuzzSamples.class.getName();

  /** What {@link Trap} and its like have done. */
  static final Set<String> SPRUNG = ConcurrentHashMap.newKeySet();

  private static final SerialFilter FILTER =
      SerialFilter.of(HERE + ";" + HERE + "$Good*;java.lang.*;java.util.*;!*", "set by a test");

  private static final ClassLoader LOADER = new QuickLoader();
  private static final String[] TRAPS = {"$Trap", "$TrapEnum", "$TrapBean"};
  private static final Object[] GOOD = {new Good(1, "x"), GoodEnum.TWO, new GoodBean()};

  private final Definitions known = new Definitions();
  private final JavaCodec codec = JavaCodec.forResults(false, known).filteredBy(FILTER);
  private final List<Sample> all = new ArrayList<>();

  /** Does not look through the whole class path for names that damage has made. */
  private static final class QuickLoader extends ClassLoader {
    QuickLoader() {
      super(FuzzSamples.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("java.") || name.startsWith(HERE)) {
        return super.loadClass(name, resolve);
      }
      throw new ClassNotFoundException(name);
    }
  }

  /** Reads bytes. */
  interface Reader {
    void read(ByteBuffer bytes) throws FrameException, CodecException;
  }

  /** Bytes, and who reads them. */
  record Sample(String name, byte[] bytes, Reader reader) {}

  private record Good(int number, @Nullable Object content) implements Serializable {}

  /** Looks like {@link Good}; no filter lets it in. */
  @SuppressWarnings("UnusedNestedClass") // Damaged names are to lead here.
  private record Trap(int number, @Nullable Object content) implements Serializable {
    static {
      SPRUNG.add("Trap");
    }
  }

  private enum GoodEnum {
    ONE,
    TWO
  }

  @SuppressWarnings("UnusedNestedClass") // As above.
  private enum TrapEnum {
    ONE,
    TWO;

    static {
      SPRUNG.add("TrapEnum");
    }
  }

  private static class GoodBean implements Serializable {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("UnusedVariable") // For serialization only.
    private final Map<String, Object> content = new HashMap<>(Map.of("a", 1, "b", List.of(2L)));
  }

  @SuppressWarnings("UnusedNestedClass") // As above.
  private static class TrapBean implements Serializable {
    private static final long serialVersionUID = 1L;
    private final Map<String, Object> content = new HashMap<>();

    static {
      SPRUNG.add("TrapBean");
    }

    private void readObject(ObjectInputStream stream) {
      SPRUNG.add("TrapBean " + content);
    }
  }

  FuzzSamples() throws CodecException {
    addBodies();
    addObjects();
    addFrames();
  }

  List<Sample> all() {
    return all;
  }

  private void add(String name, byte[] bytes, Reader reader) {
    all.add(new Sample(name, bytes, reader));
  }

  private void addBodies() {
    byte[] nonce = Handshake.newNonce();
    byte[] proof = Handshake.workerProof(Handshake.newSecret(), nonce, nonce, 3);
    add("challenge", Handshake.challenge(nonce), Handshake::readChallenge);
    add(
        "hello",
        Handshake.hello(new Handshake.Hello(nonce, proof, 7, "host", true)),
        Handshake::readHello);
    add(
        "welcome",
        Handshake.welcome(new Handshake.Welcome(proof, 1_000, new Pulse(1, 9), 7, "host")),
        Handshake::readWelcome);
    add("stop", Handshake.stop(true), Handshake::readStop);
    add("ids", TaskIds.list(1, 2, 3L << 40), TaskIds::readList);
    add(
        "returned",
        TaskIds.returned(new TaskIds.Returned(new long[] {1, 2}, new long[] {3})),
        TaskIds::readReturned);
    add("group", Groups.group(5, 1, 0, 2, 4), Groups::readGroup);
    add("bell", new DoorbellAddress(40_000, 77).toBytes(), DoorbellAddress::read);
    add("failure", failure().toByteArray(), bytes -> readFailure(payload(bytes)));
  }

  private static Payload failure() {
    return RemoteFailure.of(new IllegalStateException("outer", new Exception("inner"))).toPayload();
  }

  private static List<Object> objects() {
    Object captured = new Good(1, new int[] {1, 2, 3});
    Runnable lambda = (Runnable & Serializable) Thread::onSpinWait;
    Runnable capturing = (Runnable & Serializable) () -> SPRUNG.add("run with " + captured);
    List<Object> list = new ArrayList<>(Arrays.asList(1, -5L, 2.5, 'c', null, "text", "\u1234"));
    list.add(list);
    return List.of(
        new Object[] {lambda, capturing, true, (short) 3, (byte) 4, 5f, captured, captured},
        list,
        List.of(list, GoodEnum.ONE, new double[30]),
        new ArrayList<>(Arrays.asList(new Object[20])),
        new GoodBean(),
        new Object[] {new GoodBean(), lambda, new GoodBean[] {new GoodBean()}},
        new HashMap<>(Map.of("throwable", new IllegalStateException("x"), "ring", list)));
  }

  private void addObjects() throws CodecException {
    JavaCodec tasks = JavaCodec.forTasks(false);
    for (Object object : objects()) {
      add("object " + object.getClass(), codec.encode(object).toByteArray(), this::decode);
      Payload numbered = tasks.encode(object);
      add("task " + object.getClass(), numbered.toByteArray(), this::decode);
      for (Definition definition : numbered.definitions()) {
        known.add(definition);
        add("definition", definition.toPayload().toByteArray(), this::readDefinition);
      }
    }
    for (int i = 0; i < TRAPS.length; i++) {
      byte[] good = codec.encode(GOOD[i]).toByteArray();
      Class<?> type =
          GOOD[i] instanceof Enum<?> constant ? constant.getDeclaringClass() : GOOD[i].getClass();
      add("trap" + TRAPS[i], Mutations.renamed(good, type, HERE + TRAPS[i]), this::decode);
    }
  }

  private void addFrames() throws CodecException {
    Map<FrameType, byte[]> bodies =
        Map.ofEntries(
            Map.entry(FrameType.CHALLENGE, bytesOf("challenge")),
            Map.entry(FrameType.HELLO, bytesOf("hello")),
            Map.entry(FrameType.WELCOME, bytesOf("welcome")),
            Map.entry(FrameType.RECALL, bytesOf("ids")),
            Map.entry(FrameType.RETURNED, bytesOf("returned")),
            Map.entry(FrameType.STOP, bytesOf("stop")),
            Map.entry(FrameType.BYE, new byte[0]),
            Map.entry(FrameType.INTERRUPT, bytesOf("ids")),
            Map.entry(FrameType.GROUP, bytesOf("group")),
            Map.entry(FrameType.FORGET, bytesOf("ids")),
            Map.entry(FrameType.HEARTBEAT, new byte[0]),
            Map.entry(FrameType.DISMISSED, new byte[0]),
            Map.entry(FrameType.FIGURES, new Figures(3, 2_000, 1_000, 7, 70_000).toBytes()),
            Map.entry(FrameType.BELL, bytesOf("bell")));
    for (FrameType type : FrameType.values()) {
      byte[] body = bodies.get(type);
      ByteBuffer frame = body == null ? WireSamples.frame(type, 0, records()) : frame(type, body);
      byte[] bytes = new byte[frame.remaining()];
      frame.get(bytes);
      add("frame " + type, bytes, this::readFrame);
    }
  }

  private static ByteBuffer frame(FrameType type, byte[] body) {
    ByteBuffer frame = WireSamples.frame();
    Frames.begin(frame, type, 0);
    frame.put(body);
    Frames.end(frame);
    return frame;
  }

  private TaskRecord[] records() throws CodecException {
    JavaCodec tasks = JavaCodec.forTasks(false);
    Payload task = tasks.encode(objects().get(0));
    return new TaskRecord[] {
      new TaskRecord(1, Outcome.DEFINITION, 0, task.definitions().get(0).toPayload()),
      new TaskRecord(1, Outcome.TASK, 0, task),
      new TaskRecord(2, Outcome.SETUP, 0, codec.encode(new GoodBean())),
      new TaskRecord(3, Outcome.VALUE, 5, tasks.encode(new double[2_500])),
      new TaskRecord(4, Outcome.VALUE, 5, tasks.encode(new int[25_000])),
      new TaskRecord(5, Outcome.THROWN, 5, failure()),
      new TaskRecord(6, Outcome.UNREADABLE, 5, failure())
    };
  }

  private byte[] bytesOf(String name) {
    return all.stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow().bytes();
  }

  private static Payload payload(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    return Payload.ofBytes(copy);
  }

  private void decode(ByteBuffer bytes) throws CodecException {
    codec.decode(payload(bytes), LOADER);
  }

  /** Definitions are read when something refers to them. */
  private void readDefinition(ByteBuffer bytes) throws FrameException, CodecException {
    Definition definition = Definition.from(payload(bytes));
    Definitions own = new Definitions();
    own.add(definition);
    ByteSink composite = new ByteSink();
    composite.put(Tag.COMPOSITE);
    composite.putVarInt(2 * definition.number() + 2);
    composite.put(new byte[8]);
    JavaCodec.forResults(false, own)
        .filteredBy(FILTER)
        .decode(Payload.ofBytes(composite.toByteArray()), LOADER);
  }

  private void readFailure(Payload payload) throws FrameException, CodecException {
    Payload exception = RemoteFailure.from(payload).exception();
    if (exception != null) {
      codec.decode(exception, LOADER);
    }
  }

  /** As a link does, and whoever takes its records. */
  private void readFrame(ByteBuffer bytes) throws FrameException, CodecException {
    Header header = Frames.readHeader(bytes, 0);
    switch (header.type()) {
      case CHALLENGE -> Handshake.readChallenge(bytes);
      case HELLO -> Handshake.readHello(bytes);
      case WELCOME -> Handshake.readWelcome(bytes);
      case RECALL, INTERRUPT, FORGET -> TaskIds.readList(bytes);
      case RETURNED -> TaskIds.readReturned(bytes);
      case STOP -> Handshake.readStop(bytes);
      case GROUP -> Groups.readGroup(bytes);
      case BELL -> DoorbellAddress.read(bytes);
      case FIGURES -> Figures.read(bytes);
      case BYE, HEARTBEAT, DISMISSED -> {}
      case TASKS, RESULTS -> readRecords(bytes, header.records());
    }
  }

  private void readRecords(ByteBuffer bytes, int count) throws FrameException, CodecException {
    boolean announced = false;
    for (int i = 0; i < count; i++) {
      Announced record = Frames.readRecord(bytes);
      if (record.payload() != null) {
        readPayload(record.outcome(), record.payload());
      } else if (record.shape() != null && !announced) {
        // One for each frame: there may be as many as fit it, each within the limit.
        announced = true;
        PayloadSink sink = new PayloadSink(record.shape(), PAYLOAD_LIMIT);
        for (int chunk = 0; chunk < 3 && !sink.isComplete(); chunk++) {
          sink.accept(ByteBuffer.allocate(1 << (3 * chunk)));
        }
      }
    }
  }

  private void readPayload(Outcome outcome, Payload payload) throws FrameException, CodecException {
    switch (outcome) {
      case TIMED_OUT -> {}
      case THROWN, UNREADABLE -> readFailure(payload);
      case DEFINITION -> Definition.from(payload);
      case TASK, VALUE, SETUP -> codec.decode(payload, LOADER);
    }
  }
}
