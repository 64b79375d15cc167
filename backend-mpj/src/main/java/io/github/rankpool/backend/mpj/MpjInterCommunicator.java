package io.github.rankpool.backend.mpj;

import io.github.rankpool.internal.matching.Channel;
import io.github.rankpool.internal.matching.ChannelCommunicator;
import io.github.rankpool.spi.InterCommunicator;
import io.github.rankpool.spi.IntraCommunicator;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** An intercommunicator (MPI-4.0 §7.6). */
final class MpjInterCommunicator extends ChannelCommunicator implements InterCommunicator {
  private final Context context;

  /** Whether the two groups are different worlds, of which one spawned the other. */
  private final boolean family;

  MpjInterCommunicator(Context context, boolean family) {
    super(context.messages(), context.rank(), false);
    this.context = context;
    this.family = family;
  }

  @Override
  public int size() {
    return context.local().size();
  }

  @Override
  public int remoteSize() {
    return context.remote().size();
  }

  /** The first ranks tell each other a number; both know which of the two counts. */
  @Override
  public IntraCommunicator merge(boolean high) {
    checkConnected();
    Channel own = context.internal();
    ByteBuffer number = ByteBuffer.allocate(Long.BYTES);
    if (rank() == 0) {
      Channel bridge = context.bridge();
      ByteBuffer mine = ByteBuffer.allocate(Long.BYTES).putLong(0, Context.newNumber());
      ByteBuffer theirs = ByteBuffer.allocate(Long.BYTES);
      bridge.send(mine, 0, BRIDGE);
      bridge.recv(theirs, 0, BRIDGE);
      number.putLong(0, (high ? theirs : mine).getLong(0));
      for (int other = 1; other < size(); other++) {
        own.send(number, other, LOCAL);
      }
    } else {
      own.recv(number, 0, LOCAL);
    }
    List<Peer> group = new ArrayList<>(high ? context.remote() : context.local());
    group.addAll(high ? context.local() : context.remote());
    return new MpjIntraCommunicator(
        Context.of(context.endpoint(), number.getLong(0), List.copyOf(group)), false);
  }

  @Override
  protected void leave() {
    context.leave();
    releaseFamily();
  }

  @Override
  protected void giveUp() {
    context.giveUp();
    releaseFamily();
  }

  private void releaseFamily() {
    if (family) {
      context.remote().forEach(context.endpoint()::disconnected);
    }
  }
}
