package io.github.rankpool.testkit;

import static io.github.rankpool.spi.Communicator.MAX_TAG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rankpool.spi.InterCommunicator;
import io.github.rankpool.spi.IntraCommunicator;
import io.github.rankpool.spi.MpiRuntime;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.FutureTask;

/** What the ranks do in the tests of rules G. */
final class GroupScenarios {
  private GroupScenarios() {}

  static void splitGroupsByColorAndOrdersByKey(MpiRuntime runtime) {
    IntraCommunicator world = runtime.world();
    int me = world.rank();
    IntraCommunicator reversed = world.split(me % 2, -me).orElseThrow();
    assertThat(members(reversed, me)).containsExactly(me % 2 == 0 ? ints(2, 0) : ints(3, 1));
    IntraCommunicator kept = world.split(7, 1).orElseThrow();
    assertThat(members(kept, me)).containsExactly(0, 1, 2, 3);
    IntraCommunicator mixed = world.split(0, me == 3 ? -5 : me / 2).orElseThrow();
    assertThat(members(mixed, me)).containsExactly(3, 0, 1, 2);
    assertThat(world.split(me == 1 ? 0 : -1, 0).isPresent()).isEqualTo(me == 1);
    IntraCommunicator ofOne = world.split(me, 0).orElseThrow();
    assertThat(members(ofOne, me)).containsExactly(me);
  }

  static void duplicateKeepsTheGroup(MpiRuntime runtime) {
    IntraCommunicator world = runtime.world();
    IntraCommunicator reversed = world.split(0, -world.rank()).orElseThrow();
    IntraCommunicator copy = reversed.duplicate();
    assertThat(copy.rank()).isEqualTo(reversed.rank());
    assertThat(copy.size()).isEqualTo(reversed.size());
    assertThat(members(copy, world.rank())).containsExactly(2, 1, 0);
  }

  static void intercommunicatorsJoinTwoGroups(MpiRuntime runtime) {
    IntraCommunicator world = runtime.world();
    int me = world.rank();
    boolean alone = me == 2;
    IntraCommunicator group = world.split(alone ? 1 : 0, me).orElseThrow();
    int[] mine = alone ? ints(2) : ints(0, 1, 3);
    int[] others = alone ? ints(0, 1, 3) : ints(2);
    // The leader of the three is the last of them, to see that leaders need not be rank zero.
    int localLeader = alone ? 0 : 2;
    int remoteLeader = alone ? 3 : 2;
    InterCommunicator joined = group.createIntercommunicator(localLeader, world, remoteLeader, 77);
    assertThat(joined.rank()).isEqualTo(group.rank());
    assertThat(joined.size()).isEqualTo(mine.length);
    assertThat(joined.remoteSize()).isEqualTo(others.length);
    for (int rank = 0; rank < others.length; rank++) {
      joined.send(Buffers.ints(me), rank, me);
    }
    for (int rank = 0; rank < others.length; rank++) {
      ByteBuffer room = Buffers.room(true, Integer.BYTES);
      assertThat(joined.recv(room, rank, others[rank]).source()).isEqualTo(rank);
      assertThat(room.getInt(0)).isEqualTo(others[rank]);
    }
    joined.disconnect();
  }

  static void mergePutsTheHighGroupBehind(MpiRuntime runtime) {
    IntraCommunicator world = runtime.world();
    int me = world.rank();
    boolean odd = me % 2 == 1;
    IntraCommunicator group = world.split(odd ? 1 : 0, me).orElseThrow();
    InterCommunicator joined = group.createIntercommunicator(0, world, odd ? 0 : 1, 78);
    assertThat(members(joined.merge(odd), me)).containsExactly(0, 2, 1, 3);
    assertThat(members(joined.merge(!odd), me)).containsExactly(1, 3, 0, 2);
    joined.disconnect();
  }

  static void disconnectFreesOneCommunicator(MpiRuntime runtime) {
    IntraCommunicator world = runtime.world();
    int me = world.rank();
    IntraCommunicator copy = world.duplicate();
    IntraCommunicator other = copy.duplicate();
    copy.disconnect();
    copy.disconnect();
    assertThat(members(other, me)).containsExactly(0, 1);
    assertThat(members(world, me)).containsExactly(0, 1);
    other.disconnect();
    assertThatThrownBy(world::disconnect).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(runtime.self()::disconnect).isInstanceOf(IllegalStateException.class);
    assertThat(members(world, me)).containsExactly(0, 1);
    assertThat(members(runtime.self(), me)).containsExactly(me);
  }

  static void createGroupTakesTheRanksNamed(MpiRuntime runtime) {
    IntraCommunicator world = runtime.world();
    int me = world.rank();
    if (me == 1) {
      // Takes no part; the others must be done without it.
      world.recv(Buffers.room(true, Integer.BYTES), 3, 1);
    } else {
      IntraCommunicator some = world.createGroup(ints(3, 0, 2), MAX_TAG);
      assertThat(members(some, me)).containsExactly(3, 0, 2);
      assertThat(some.rank()).isEqualTo(me == 3 ? 0 : me == 0 ? 1 : 2);
      some.disconnect();
      if (me == 3) {
        world.send(Buffers.ints(me), 1, 1);
      }
    }
    IntraCommunicator alone = world.createGroup(ints(me), 0);
    assertThat(members(alone, me)).containsExactly(me);
    IntraCommunicator reversed = world.createGroup(ints(3, 2, 1, 0), 1);
    if (me >= 2) {
      // Of a group that is not the world's, and by ranks of that group.
      IntraCommunicator pair = reversed.createGroup(ints(1, 0), 1);
      assertThat(members(pair, me)).containsExactly(2, 3);
    }
    assertThat(members(reversed, me)).containsExactly(3, 2, 1, 0);
  }

  static void groupsMadeAtTheSameTimeAreToldApart(MpiRuntime runtime) throws Exception {
    IntraCommunicator world = runtime.world();
    FutureTask<Boolean> other =
        new FutureTask<>(() -> createsGroupsWithTag(world, 1, ints(2, 0, 1)), true);
    new Thread(other, "scenario-groups").start();
    createsGroupsWithTag(world, 2, ints(1, 2, 0));
    assertThat(other.get()).isTrue();
  }

  private static void createsGroupsWithTag(IntraCommunicator world, int tag, int[] ranks) {
    for (int i = 0; i < 10; i++) {
      IntraCommunicator group = world.createGroup(ranks, tag);
      assertThat(members(group, world.rank())).containsExactly(ranks);
      group.disconnect();
    }
  }

  static void badGroupsAreNamed(MpiRuntime runtime) {
    IntraCommunicator world = runtime.world();
    int me = world.rank();
    assertRefused(world, 3, ints(me, 3), 1);
    assertRefused(world, -1, ints(-1, me), 1);
    assertRefused(world, me, ints(me, me), 1);
    assertRefused(world, me, ints((me + 1) % 3), 1);
    assertRefused(world, me, ints(), 1);
    assertRefused(world, -1, ints(me), -1);
    assertRefused(world, MAX_TAG + 1, ints(me), MAX_TAG + 1);
    int[] all = ints(2, 1, 0);
    assertThat(members(world.createGroup(all, 1), me)).containsExactly(all);
  }

  private static void assertRefused(IntraCommunicator world, int value, int[] ranks, int tag) {
    assertThatThrownBy(() -> world.createGroup(ranks, tag))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(Integer.toString(value));
  }

  /** What each rank of the communicator gave, in rank order. */
  private static int[] members(IntraCommunicator communicator, int mine) {
    ByteBuffer room = Buffers.room(true, communicator.size() * Integer.BYTES);
    int[] counts = new int[communicator.size()];
    Arrays.fill(counts, Integer.BYTES);
    communicator.allGather(Buffers.ints(mine), room, counts);
    int[] members = new int[communicator.size()];
    room.flip().asIntBuffer().get(members);
    return members;
  }

  private static int[] ints(int... values) {
    return values;
  }
}
