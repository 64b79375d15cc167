package io.github.rankpool;

import io.github.rankpool.config.Settings;
import io.github.rankpool.internal.group.Call;
import io.github.rankpool.internal.group.Checks;
import io.github.rankpool.internal.group.Counts;
import io.github.rankpool.internal.group.Operation;
import io.github.rankpool.internal.group.RankGroup;
import io.github.rankpool.internal.wire.CodecException;
import io.github.rankpool.internal.wire.JavaCodec;
import io.github.rankpool.internal.wire.Payload;
import io.github.rankpool.internal.wire.PayloadSource;
import io.github.rankpool.internal.worker.TaskContext;
import io.github.rankpool.spi.MpiException;
import io.github.rankpool.spi.Status;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@link MpiCommunicator} does with objects: they are serialized before the ranks meet, so
 * that their lengths are known then and what cannot be sent fails early, and travel as bytes.
 */
final class ObjectExchange {
  private static final ByteBuffer NO_BYTES = ByteBuffer.allocateDirect(0);

  private final RankGroup ranks;
  private @Nullable JavaCodec outsideTasks;

  ObjectExchange(RankGroup ranks) {
    this.ranks = ranks;
  }

  /** The root's value on all ranks; the root gets its own back. */
  <T extends @Nullable Object> T broadcast(T value, int root) {
    ranks.checkRoot(root);
    if (ranks.rank() == root) {
      ByteBuffer send = staged(encoded(value));
      meet(Operation.BROADCAST, root, send.remaining());
      ranks.together(communicator -> communicator.broadcast(send, root));
      return value;
    }
    int bytes = ranks.meet(call(Operation.BROADCAST, root, 0)).givenBy(root);
    ByteBuffer receive = ranks.staging().in(bytes);
    ranks.together(communicator -> communicator.broadcast(receive, root));
    return this.<T>decoded(receive.flip(), bytes, root);
  }

  /** All values at the root; an empty list elsewhere. */
  <T extends @Nullable Object> List<T> gather(Operation operation, T value, int root) {
    ranks.checkRoot(root);
    boolean taking = ranks.rank() == root;
    ByteBuffer send = staged(encoded(value));
    int[] counts = ranks.meet(call(operation, root, send.remaining())).given();
    ByteBuffer receive = taking ? ranks.staging().in(Counts.sum(counts)) : NO_BYTES;
    ranks.together(communicator -> communicator.gather(send, receive, counts, root));
    return taking ? this.<T>decoded(receive.flip(), counts) : List.of();
  }

  /** All values on all ranks. */
  <T extends @Nullable Object> List<T> allGather(Operation operation, T value) {
    ByteBuffer send = staged(encoded(value));
    int[] counts = ranks.meet(call(operation, Call.NONE, send.remaining())).given();
    ByteBuffer receive = ranks.staging().in(Counts.sum(counts));
    ranks.together(communicator -> communicator.allGather(send, receive, counts));
    return this.<T>decoded(receive.flip(), counts);
  }

  /** To each rank its value from the root's list. */
  <T extends @Nullable Object> T scatter(@Nullable List<T> values, int root) {
    ranks.checkRoot(root);
    int[] counts = {};
    List<Payload> payloads = List.of();
    if (ranks.rank() == root) {
      if (values == null) {
        throw Checks.refused("the root must have a list to scatter, not null");
      }
      payloads = encodedEach(values);
      counts = Counts.of(payloads, Payload::bytes);
    }
    meet(Operation.SCATTER, root, Counts.sum(counts));
    int bytes = Counts.scatter(ranks, counts, root);
    ByteBuffer receive = ranks.staging().in(bytes);
    ByteBuffer send = staged(payloads);
    int[] sendCounts = counts;
    ranks.together(communicator -> communicator.scatter(send, sendCounts, receive, root));
    return this.<T>decoded(receive.flip(), bytes, root);
  }

  /** From each rank its value for this one. */
  <T extends @Nullable Object> List<T> allToAll(List<T> values) {
    List<Payload> payloads = encodedEach(values);
    int[] sendCounts = Counts.of(payloads, Payload::bytes);
    meet(Operation.ALL_TO_ALL, Call.NONE, 0);
    int[] receiveCounts = Counts.exchange(ranks, sendCounts);
    ByteBuffer send = staged(payloads);
    ByteBuffer receive = ranks.staging().in(Counts.sum(receiveCounts));
    ranks.together(communicator -> communicator.allToAll(send, sendCounts, receive, receiveCounts));
    return this.<T>decoded(receive.flip(), receiveCounts);
  }

  void send(@Nullable Object value, int destination, int tag) {
    ranks.send(staged(encoded(value)), destination, tag);
  }

  <T extends @Nullable Object> Received<T> receive(int source, int tag) {
    Inbound inbound = new Inbound();
    return this.<T>received(inbound, ranks.receive(source, tag, inbound));
  }

  <T extends @Nullable Object> Received<T> sendReceive(
      @Nullable Object value, int destination, int sendTag, int source, int receiveTag) {
    Inbound inbound = new Inbound();
    return this.<T>received(
        inbound,
        ranks.sendReceive(
            staged(encoded(value)), destination, sendTag, source, receiveTag, inbound));
  }

  /** Memory for a message that is to become an object. */
  private final class Inbound implements RankGroup.Room {
    private ByteBuffer memory = NO_BYTES;

    @Override
    public ByteBuffer forMessage(Status message) {
      memory = ranks.staging().in(message.bytes());
      return memory;
    }
  }

  private <T extends @Nullable Object> Received<T> received(Inbound inbound, Status message) {
    T value = this.<T>decoded(inbound.memory.flip(), message.bytes(), message.source());
    return new Received<>(value, message.source(), message.tag());
  }

  private void meet(Operation operation, int root, long bytes) {
    ranks.meet(call(operation, root, bytes));
  }

  private static Call call(Operation operation, int root, long bytes) {
    return Call.of(operation, Call.OBJECTS, root, bytes);
  }

  private List<Payload> encodedEach(List<?> values) {
    Counts.checkOneForEach(ranks, values);
    List<Payload> payloads = new ArrayList<>();
    for (Object value : values) {
      payloads.add(encoded(value));
    }
    return payloads;
  }

  private static Payload encoded(@Nullable Object value) {
    try {
      Payload payload = JavaCodec.selfContained().encode(value);
      Checks.bytes("the serialized object", payload.bytes());
      return payload;
    } catch (CodecException e) {
      throw new IllegalArgumentException(
          "RP-224: the object cannot be sent: "
              + e.getMessage()
              + ". Send a serializable copy of what the other rank needs.",
          e);
    }
  }

  private ByteBuffer staged(Payload payload) {
    return staged(List.of(payload));
  }

  private ByteBuffer staged(List<Payload> payloads) {
    long bytes = payloads.stream().mapToLong(Payload::bytes).sum();
    ByteBuffer memory = ranks.staging().out((int) bytes);
    for (Payload payload : payloads) {
      for (PayloadSource source = new PayloadSource(payload); source.hasNext(); ) {
        ByteBuffer rest = memory.slice();
        source.next(rest);
        memory.position(memory.position() + rest.limit());
      }
    }
    return memory.flip();
  }

  /** Screens with the filter of the pool whose task this is, or with that of the process. */
  private JavaCodec codec() {
    TaskContext task = TaskContext.current();
    if (task != null) {
      return task.objects();
    }
    JavaCodec codec = outsideTasks;
    if (codec == null) {
      codec = JavaCodec.selfContained().filteredBy(PoolFactory.filter(Settings.ofProcess()));
      outsideTasks = codec;
    }
    return codec;
  }

  private <T extends @Nullable Object> List<T> decoded(ByteBuffer memory, int[] counts) {
    List<T> values = new ArrayList<>();
    for (int rank = 0; rank < counts.length; rank++) {
      values.add(this.<T>decoded(memory, counts[rank], rank));
    }
    return Collections.unmodifiableList(values);
  }

  // The type is the sender's; it admits null if the sender's does.
  @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"})
  private <T extends @Nullable Object> T decoded(ByteBuffer memory, int bytes, int source) {
    byte[] stream = new byte[bytes];
    memory.get(stream);
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    try {
      return (T)
          codec()
              .decode(
                  Payload.ofBytes(stream),
                  loader == null ? ClassLoader.getSystemClassLoader() : loader);
    } catch (CodecException e) {
      throw new MpiException(
          "RP-225",
          "what rank "
              + source
              + " sent cannot be read as an object: "
              + e.getMessage()
              + ". Put its class on the class path of every rank; receive arrays and buffers as"
              + " such.",
          e);
    }
  }
}
