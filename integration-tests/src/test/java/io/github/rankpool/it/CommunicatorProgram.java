package io.github.rankpool.it;

import io.github.rankpool.MpiCommunicator;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.RankProgram;
import java.util.List;

/** Runs scenarios, named by its arguments, on a communicator of the world. */
public final class CommunicatorProgram implements RankProgram {

  /** What the ranks do in a test, on any number of them. */
  enum Scenario {
    ARRAYS_ARE_MOVED(ArrayScenarios::areMoved),
    ARRAYS_ARE_REDUCED(ArrayScenarios::areReduced),
    LONG_ARRAYS_TRAVEL(ArrayScenarios::longOnesTravel),
    ARRAYS_ARE_MESSAGES(ArrayScenarios::areMessages),
    BUFFERS_ARE_MOVED(BufferScenarios::areMoved),
    BUFFERS_ARE_REDUCED(BufferScenarios::areReduced),
    BUFFERS_ARE_MESSAGES(BufferScenarios::areMessages),
    OBJECTS_ARE_MOVED(ObjectScenarios::areMoved),
    OBJECTS_ARE_REDUCED(ObjectScenarios::areReduced),
    NUMBERS_ARE_REDUCED(ObjectScenarios::numbersAreReduced),
    OBJECTS_ARE_MESSAGES(ObjectScenarios::areMessages),
    MESSAGES_ARE_SELECTED(MessageScenarios::areSelected),
    LONG_MESSAGES_CROSS(MessageScenarios::longOnesCross),
    NO_RANK_LEAVES_A_BARRIER_EARLY(MessageScenarios::noRankLeavesABarrierEarly),
    GROUPS_ARE_SPLIT(GroupScenarios::areSplit),
    GROUPS_ARE_DUPLICATED(GroupScenarios::areDuplicated),
    GROUPS_SERVE_ONE_POOL_AFTER_ANOTHER(GroupScenarios::serveOnePoolAfterAnother),
    CLOSED_GROUPS_ARE_REFUSED(GroupScenarios::closedOnesAreRefused),
    ARGUMENTS_ARE_CHECKED(MisuseScenarios::argumentsAreChecked),
    DISAGREEMENT_IS_NOTICED_BY_ALL(MisuseScenarios::disagreementIsNoticedByAll),
    MESSAGES_THAT_DO_NOT_FIT_STAY(MisuseScenarios::messagesThatDoNotFitStay),
    INTERRUPTED_WAITS_HARM_NO_OTHER_GROUP(InterruptScenarios::harmNoOtherGroup);

    @SuppressWarnings("ImmutableEnumChecker") // References to static methods hold nothing.
    private final Body body;

    Scenario(Body body) {
      this.body = body;
    }

    private interface Body {
      void run(MpiCommunicator ranks) throws Exception;
    }
  }

  /** For whoever runs ranks. */
  public CommunicatorProgram() {}

  @Override
  public void run(MpiRuntime runtime, List<String> arguments) throws Exception {
    try (MpiCommunicator ranks = MpiCommunicator.of(runtime)) {
      for (String name : arguments) {
        try {
          Scenario.valueOf(name).body.run(ranks);
          ranks.barrier();
        } catch (Exception | AssertionError e) {
          throw new AssertionError(name + " failed on " + ranks, e);
        }
      }
      System.out.println("rank " + ranks.rank() + " has passed " + arguments);
    }
  }
}
