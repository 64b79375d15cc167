package io.github.rankpool.backend.mpj;

import io.github.rankpool.internal.matching.Arguments;
import io.github.rankpool.internal.matching.Channel;
import io.github.rankpool.internal.matching.ChannelIntraCommunicator;
import io.github.rankpool.spi.InterCommunicator;
import io.github.rankpool.spi.IntraCommunicator;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** An intracommunicator (MPI-4.0 §6, §7.4). */
final class MpjIntraCommunicator extends ChannelIntraCommunicator {
  private static final ByteBuffer NO_BYTES = ByteBuffer.allocate(0);

  private final Context context;
  private final Channel internal;

  /**
   * Creates this process's view of a communicator.
   *
   * @param permanent whether it is a world or self, which cannot be disconnected
   */
  MpjIntraCommunicator(Context context, boolean permanent) {
    this(context, context.internal(), permanent);
  }

  private MpjIntraCommunicator(Context context, Channel internal, boolean permanent) {
    super(context.messages(), internal, context.rank(), permanent);
    this.context = context;
    this.internal = internal;
  }

  @Override
  public int size() {
    return context.local().size();
  }

  @Override
  protected void leave() {
    context.leave();
  }

  @Override
  protected void giveUp() {
    context.giveUp();
  }

  /** What a rank asks of a split. */
  private record Wish(int rank, int color, int key) {}

  /** Rank 0 collects the wishes in rank order, and tells each rank its communicator. */
  @Override
  public Optional<IntraCommunicator> split(int color, int key) {
    checkConnected();
    ByteBuffer answer;
    if (rank() == 0) {
      List<Wish> wishes = new ArrayList<>(List.of(new Wish(0, color, key)));
      ByteBuffer wish = ByteBuffer.allocate(2 * Integer.BYTES);
      for (int other = 1; other < size(); other++) {
        internal.recv(wish.clear(), other, LOCAL);
        wishes.add(new Wish(other, wish.getInt(0), wish.getInt(Integer.BYTES)));
      }
      Map<Integer, ByteBuffer> parts = parts(wishes);
      for (Wish each : wishes.subList(1, wishes.size())) {
        internal.send(answerTo(each, parts), each.rank(), LOCAL);
      }
      answer = answerTo(wishes.get(0), parts);
    } else {
      ByteBuffer wish = ByteBuffer.allocate(2 * Integer.BYTES).putInt(color).putInt(key).flip();
      internal.send(wish, 0, LOCAL);
      answer = Context.receive(internal, 0, LOCAL);
    }
    return answer.hasRemaining() ? Optional.of(part(answer)) : Optional.empty();
  }

  private Map<Integer, ByteBuffer> parts(List<Wish> wishes) {
    return wishes.stream()
        .filter(wish -> wish.color() >= 0)
        .sorted(Comparator.comparingInt(Wish::key)) // stable: equal keys keep rank order
        .collect(
            Collectors.groupingBy(
                Wish::color,
                TreeMap::new,
                Collectors.collectingAndThen(
                    Collectors.mapping(
                        wish -> context.local().get(wish.rank()), Collectors.toList()),
                    MpjIntraCommunicator::describe)));
  }

  private static ByteBuffer answerTo(Wish wish, Map<Integer, ByteBuffer> parts) {
    @Nullable ByteBuffer part = parts.get(wish.color());
    return part == null ? NO_BYTES : part.duplicate();
  }

  /** A new communicator of a group, as it is told to other processes. */
  private static ByteBuffer describe(List<Peer> group) {
    ByteBuffer described = ByteBuffer.allocate(Long.BYTES + Group.bytes(group.size()));
    described.putLong(Context.newNumber());
    Group.write(group, described);
    return described.flip();
  }

  private IntraCommunicator part(ByteBuffer described) {
    long number = described.getLong();
    List<Peer> group = Group.read(described, context.endpoint());
    return new MpjIntraCommunicator(Context.of(context.endpoint(), number, group), false);
  }

  /** The first of the ranks chooses the number and tells it to the others. */
  @Override
  public IntraCommunicator createGroup(int[] ranks, int tag) {
    checkConnected();
    int[] members = ranks.clone();
    Arguments.checkSendTag(tag);
    int place = Arguments.checkGroup(members, rank(), size());
    ByteBuffer number = ByteBuffer.allocate(Long.BYTES);
    if (place == 0) {
      number.putLong(0, Context.newNumber());
      for (int other = 1; other < members.length; other++) {
        internal.send(number, members[other], GROUPS + tag);
      }
    } else {
      internal.recv(number, members[0], GROUPS + tag);
    }
    List<Peer> group = Arrays.stream(members).mapToObj(context.local()::get).toList();
    return new MpjIntraCommunicator(
        Context.of(context.endpoint(), number.getLong(0), group), false);
  }

  /**
   * The leaders exchange groups and numbers; the number of the lower one in {@code peer} counts.
   */
  @Override
  public InterCommunicator createIntercommunicator(
      int localLeader, IntraCommunicator peer, int remoteLeader, int tag) {
    checkConnected();
    Arguments.checkRank("local leader", localLeader, size());
    Arguments.checkSendTag(tag);
    ByteBuffer described;
    if (rank() == localLeader) {
      described = exchange((MpjIntraCommunicator) peer, remoteLeader, LEADERS + tag);
      IntStream.range(0, size())
          .filter(other -> other != localLeader)
          .forEach(other -> internal.send(described, other, LOCAL));
    } else {
      described = Context.receive(internal, localLeader, LOCAL);
    }
    long number = described.getLong();
    List<Peer> remote = Group.read(described, context.endpoint());
    return new MpjInterCommunicator(
        Context.between(context.endpoint(), number, context.local(), remote), false);
  }

  private ByteBuffer exchange(MpjIntraCommunicator peer, int remoteLeader, int internalTag) {
    peer.checkConnected();
    Arguments.checkRank("remote leader", remoteLeader, peer.size());
    ByteBuffer mine = describe(context.local());
    peer.internal.send(mine, remoteLeader, internalTag);
    ByteBuffer theirs = Context.receive(peer.internal, remoteLeader, internalTag);
    if (peer.rank() < remoteLeader) {
      theirs.putLong(0, mine.getLong(0));
    }
    return theirs;
  }
}
