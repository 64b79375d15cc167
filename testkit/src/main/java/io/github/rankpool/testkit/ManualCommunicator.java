package io.github.rankpool.testkit;

import io.github.rankpool.spi.InterCommunicator;
import io.github.rankpool.spi.IntraCommunicator;
import io.github.rankpool.spi.MatchedMessage;
import io.github.rankpool.spi.MpiException;
import io.github.rankpool.spi.Request;
import io.github.rankpool.spi.Status;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The communicator of a {@link ManualBackend}. Never blocks: where it would have to, it throws. */
final class ManualCommunicator implements InterCommunicator {
  private final List<List<ManualBackend.Sent>> sent = new ArrayList<>();
  private final ArrayDeque<Message> arrived = new ArrayDeque<>();
  private final ArrayDeque<Send> held = new ArrayDeque<>();
  private final BitSet lost = new BitSet();
  private boolean holding;
  private boolean disconnected;
  private boolean abandoned;

  private record Message(int source, int tag, byte[] bytes, boolean cut) {
    boolean matches(int wantedSource, int wantedTag) {
      return (wantedSource == ANY_SOURCE || wantedSource == source)
          && (wantedTag == ANY_TAG || wantedTag == tag);
    }

    Status status() {
      return new Status(source, tag, bytes.length);
    }

    Status into(ByteBuffer buffer) {
      if (cut) {
        throw lostException(source);
      }
      if (buffer.remaining() < bytes.length) {
        throw new MpiException("RP-311", bytes.length + " bytes for " + buffer.remaining());
      }
      buffer.put(bytes);
      return status();
    }
  }

  ManualCommunicator(int remoteSize) {
    for (int i = 0; i < remoteSize; i++) {
      sent.add(new ArrayList<>());
    }
  }

  List<ManualBackend.Sent> takeSent(int rank) {
    List<ManualBackend.Sent> messages = sent.get(rank);
    sent.set(rank, new ArrayList<>());
    return messages;
  }

  void deliver(int source, int tag, byte[] bytes) {
    arrived.addLast(new Message(checked(source), tag, bytes, false));
  }

  void deliverCut(int source, int tag, int length) {
    arrived.addLast(new Message(checked(source), tag, new byte[length], true));
  }

  /** What is held for the rank fails; what it has sent stays. */
  void lose(int rank) {
    lost.set(checked(rank));
    held.removeIf(
        send -> {
          boolean toLostRank = send.status.source() == rank;
          send.failed |= toLostRank;
          return toLostRank;
        });
  }

  private static MpiException lostException(int rank) {
    return new MpiException("RP-313", "rank " + rank + " is lost");
  }

  void holdSends() {
    holding = true;
  }

  void completeSends() {
    while (!held.isEmpty()) {
      completeOldestSend();
    }
  }

  void completeOldestSend() {
    if (held.isEmpty()) {
      throw new AssertionError("no send is held");
    }
    held.removeFirst().complete();
  }

  int heldSends() {
    return held.size();
  }

  boolean isAllReceived() {
    return arrived.isEmpty();
  }

  boolean isDisconnected() {
    return disconnected;
  }

  boolean isAbandoned() {
    return abandoned;
  }

  private int checked(int rank) {
    if (rank < 0 || rank >= sent.size()) {
      throw new IllegalArgumentException("rank " + rank + " of " + sent.size());
    }
    return rank;
  }

  private static byte[] content(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(buffer.position(), bytes);
    return bytes;
  }

  /** A send whose buffer must stay as it is until the send is complete. */
  private static final class Send implements Request {
    private final Status status;
    private final ByteBuffer buffer;
    private final byte[] content;
    private boolean complete;
    private boolean failed;

    Send(int destination, int tag, ByteBuffer buffer) {
      this.buffer = buffer.duplicate();
      this.content = content(buffer);
      this.status = new Status(destination, tag, content.length);
    }

    void complete() {
      if (!Arrays.equals(content, content(buffer))) {
        throw new AssertionError("buffer changed while it was being sent: " + status);
      }
      complete = true;
    }

    @Override
    public @Nullable Status test() {
      if (failed) {
        throw lostException(status.source());
      }
      return complete ? status : null;
    }

    @Override
    public Status await() {
      if (!complete) {
        throw new IllegalStateException("the send is held, so that this would block for ever");
      }
      return status;
    }
  }

  @Override
  public int rank() {
    return 0;
  }

  @Override
  public int size() {
    return 1;
  }

  @Override
  public int remoteSize() {
    return sent.size();
  }

  @Override
  public void send(ByteBuffer buffer, int destination, int tag) {
    sent.get(checked(destination)).add(new ManualBackend.Sent(tag, content(buffer)));
  }

  @Override
  public Request isend(ByteBuffer buffer, int destination, int tag) {
    if (!buffer.isDirect()) {
      throw new IllegalArgumentException("the buffer is not direct");
    }
    if (disconnected) {
      throw new MpiException("RP-303", "sent after the disconnect");
    }
    if (lost.get(checked(destination))) {
      throw lostException(destination);
    }
    send(buffer, destination, tag);
    Send request = new Send(destination, tag, buffer);
    held.addLast(request);
    if (!holding) {
      completeSends();
    }
    return request;
  }

  @Override
  public @Nullable Status iprobe(int source, int tag) {
    return arrived.stream()
        .filter(message -> message.matches(source, tag))
        .findFirst()
        .map(Message::status)
        .orElse(null);
  }

  @Override
  public @Nullable MatchedMessage improbe(int source, int tag) {
    for (Iterator<Message> all = arrived.iterator(); all.hasNext(); ) {
      Message message = all.next();
      if (message.matches(source, tag)) {
        all.remove();
        return new Matched(message);
      }
    }
    return null;
  }

  private record Matched(Message message) implements MatchedMessage {
    @Override
    public Status status() {
      return message.status();
    }

    @Override
    public Status recv(ByteBuffer buffer) {
      return message.into(buffer);
    }

    /** A message whose bytes stayed behind fails where others are complete: in the test. */
    @Override
    public Request irecv(ByteBuffer buffer) {
      return new Receive(message, buffer);
    }
  }

  private record Receive(Message message, ByteBuffer buffer) implements Request {
    @Override
    public Status test() {
      return message.into(buffer);
    }

    @Override
    public Status await() {
      return test();
    }
  }

  @Override
  public Status recv(ByteBuffer buffer, int source, int tag) {
    return mprobe(source, tag).recv(buffer);
  }

  @Override
  public Request irecv(ByteBuffer buffer, int source, int tag) {
    throw new UnsupportedOperationException("a manual backend receives at once");
  }

  @Override
  public Status probe(int source, int tag) {
    Status status = iprobe(source, tag);
    if (status == null) {
      throw new IllegalStateException("no such message: this would block for ever");
    }
    return status;
  }

  @Override
  public MatchedMessage mprobe(int source, int tag) {
    MatchedMessage message = improbe(source, tag);
    if (message == null) {
      throw new IllegalStateException("no such message: this would block for ever");
    }
    return message;
  }

  @Override
  public boolean isLost(int rank) {
    return lost.get(checked(rank));
  }

  @Override
  public void disconnect() {
    if (!held.isEmpty()) {
      throw new AssertionError("disconnected with " + held.size() + " sends under way");
    }
    disconnected = true;
  }

  @Override
  public void abandon() {
    abandoned = true;
    disconnected = true;
  }

  @Override
  public IntraCommunicator merge(boolean high) {
    throw new UnsupportedOperationException("a manual backend does not merge");
  }
}
