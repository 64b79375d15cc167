package io.github.rankpool.backend.threads;

import io.github.rankpool.internal.matching.Arguments;
import io.github.rankpool.internal.matching.ChannelIntraCommunicator;
import io.github.rankpool.spi.InterCommunicator;
import io.github.rankpool.spi.IntraCommunicator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** An intracommunicator (MPI-4.0 §6, §7.4) over a space of one group. */
final class ThreadsIntraCommunicator extends ChannelIntraCommunicator {
  private final Space space;
  private final RankChannel internal;

  /**
   * Creates one rank's view of a space.
   *
   * @param permanent whether it is a world or self, which cannot be disconnected
   */
  ThreadsIntraCommunicator(Space space, int rank, boolean permanent) {
    super(space.messages(0, rank), space.internal(0, rank), rank, permanent);
    this.space = space;
    this.internal = space.internal(0, rank);
  }

  private Rank self() {
    return space.group(0).get(rank());
  }

  @Override
  public int size() {
    return space.group(0).size();
  }

  @Override
  protected void leave() {
    space.leaveAndWait(self());
  }

  @Override
  protected void giveUp() {
    self().leave(space);
  }

  /** What a rank asks of a split. */
  private record Wish(Rank member, int color, int key) {}

  /** What a rank gets: a space, or none. */
  private record Answer(Optional<Space> space) {}

  /** Rank 0 collects the wishes in rank order, makes the spaces and hands them out. */
  @Override
  public Optional<IntraCommunicator> split(int color, int key) {
    checkConnected();
    Wish mine = new Wish(self(), color, key);
    Optional<Space> part;
    if (rank() == 0) {
      List<Wish> wishes = new ArrayList<>(List.of(mine));
      for (int other = 1; other < size(); other++) {
        wishes.add(internal.receiveObject(Wish.class, other, LOCAL));
      }
      Map<Integer, Space> spaces = spacesByColor(wishes);
      for (int other = 1; other < size(); other++) {
        Space theirs = spaces.get(wishes.get(other).color());
        internal.sendObject(new Answer(Optional.ofNullable(theirs)), other, LOCAL);
      }
      part = Optional.ofNullable(spaces.get(color));
    } else {
      internal.sendObject(mine, 0, LOCAL);
      part = internal.receiveObject(Answer.class, 0, LOCAL).space();
    }
    return part.map(
        made -> new ThreadsIntraCommunicator(made, made.group(0).indexOf(self()), false));
  }

  private static Map<Integer, Space> spacesByColor(List<Wish> wishes) {
    return wishes.stream()
        .filter(wish -> wish.color() >= 0)
        .sorted(Comparator.comparingInt(Wish::key)) // stable: equal keys keep rank order
        .collect(
            Collectors.groupingBy(
                Wish::color,
                TreeMap::new,
                Collectors.collectingAndThen(
                    Collectors.mapping(Wish::member, Collectors.toUnmodifiableList()), Space::of)));
  }

  /** The first of the ranks makes the space and hands it out. */
  @Override
  public IntraCommunicator createGroup(int[] ranks, int tag) {
    checkConnected();
    int[] members = ranks.clone();
    Arguments.checkSendTag(tag);
    int place = Arguments.checkGroup(members, rank(), size());
    Space part;
    if (place == 0) {
      List<Rank> group = space.group(0);
      part = Space.of(Arrays.stream(members).mapToObj(group::get).toList());
      for (int other = 1; other < members.length; other++) {
        internal.sendObject(part, members[other], GROUPS + tag);
      }
    } else {
      part = internal.receiveObject(Space.class, members[0], GROUPS + tag);
    }
    return new ThreadsIntraCommunicator(part, place, false);
  }

  /** A space and which of its two groups is the receiver's. */
  private record Seat(Space space, int side) {}

  /**
   * The leaders exchange their groups through the peer communicator; the one of lower rank there
   * makes the space.
   */
  @Override
  public InterCommunicator createIntercommunicator(
      int localLeader, IntraCommunicator peer, int remoteLeader, int tag) {
    checkConnected();
    Arguments.checkRank("local leader", localLeader, size());
    Arguments.checkSendTag(tag);
    Seat seat;
    if (rank() == localLeader) {
      seat = agree((ThreadsIntraCommunicator) peer, remoteLeader, LEADERS + tag);
      for (int other = 0; other < size(); other++) {
        if (other != localLeader) {
          internal.sendObject(seat, other, LOCAL);
        }
      }
    } else {
      seat = internal.receiveObject(Seat.class, localLeader, LOCAL);
    }
    return new ThreadsInterCommunicator(seat.space(), seat.side(), rank());
  }

  private Seat agree(ThreadsIntraCommunicator peer, int remoteLeader, int internalTag) {
    peer.checkConnected();
    Arguments.checkRank("remote leader", remoteLeader, peer.size());
    if (peer.rank() < remoteLeader) {
      Space other = peer.internal.receiveObject(Space.class, remoteLeader, internalTag);
      Space joined = Space.between(space.group(0), other.group(0));
      peer.internal.sendObject(joined, remoteLeader, internalTag);
      return new Seat(joined, 0);
    }
    peer.internal.sendObject(space, remoteLeader, internalTag);
    return new Seat(peer.internal.receiveObject(Space.class, remoteLeader, internalTag), 1);
  }
}
