package io.github.rankpool.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.rankpool.spi.Availability;
import io.github.rankpool.spi.MpiProvider;
import io.github.rankpool.spi.ThreadLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The contract of {@code docs/backend-contract.md} as tests, each named after its rule. A backend's
 * test extends this class.
 */
@ExtendWith(Watchdog.class)
@SuppressWarnings("MemberName") // methods begin with the number of the rule
public abstract class BackendContract {

  /** For subclasses. */
  protected BackendContract() {}

  /**
   * How to run ranks of the backend under test.
   *
   * @return the harness, asked for again by each test
   */
  protected abstract WorldHarness harness();

  private void run(int ranks, Scenario scenario) {
    harness().run(ranks, scenario);
  }

  private void needs(Capability capability) {
    String reason = harness().missing().get(capability);
    assumeTrue(reason == null, () -> capability + " is missing: " + reason);
  }

  private boolean can(Capability capability) {
    return !harness().missing().containsKey(capability);
  }

  @Nested
  class Lifecycle {
    @Test
    void L1_availabilityAnswersWithoutSideEffects() throws IOException {
      MpiProvider provider = harness().provider();
      LeakCheck leaks = LeakCheck.begin(Path.of(System.getProperty("user.dir")));
      Set<String> librariesBefore = loadedLibraries();
      Availability first = provider.availability();
      assertThat(provider.availability()).isEqualTo(first);
      assertThat(first.detail()).isNotBlank();
      assertThat(first.remedy().isBlank()).isEqualTo(first.usable());
      assertThat(provider.hindrances())
          .allSatisfy(
              hindrance -> {
                assertThat(hindrance.problem()).isNotBlank();
                assertThat(hindrance.remedy()).isNotBlank();
              });
      assertThat(provider.name()).matches("[a-z0-9]+");
      assertThat(provider.launchedThisProcess()).isFalse();
      assertThat(loadedLibraries()).isSubsetOf(librariesBefore);
      leaks.assertNothingLeft();
    }

    @Test
    void L2_worldAndSelfAreUsable() {
      run(2, LifecycleScenarios::worldAndSelfAreUsable);
    }

    @Test
    void L3_threadLevelIsTheOneInForce() {
      run(2, LifecycleScenarios::allowsWhatTheThreadLevelSays);
      if (can(Capability.THREAD_MULTIPLE)) {
        run(1, LifecycleScenarios::givesThreadLevelMultiple);
      }
    }

    @Test
    void L4_closeIsIdempotentAndLeavesNothing() {
      LeakCheck leaks = LeakCheck.begin();
      run(2, LifecycleScenarios::closesTwice);
      leaks.assertNothingLeft();
    }

    @Test
    void L5_allocateGivesZeroedDirectBuffersFromAnyThread() {
      run(1, LifecycleScenarios::allocatesFromAnyThread);
    }

    @Test
    void L6_aSecondStartIsRefusedIfItCannotWork() {
      if (can(Capability.RESTART)) {
        for (int i = 0; i < 2; i++) {
          harness().provider().start(ThreadLevel.MULTIPLE).close();
        }
      } else {
        run(1, LifecycleScenarios::refusesASecondStart);
      }
    }

    @Test
    void L7_universeSizeIsPositiveAndHostHasAName() {
      run(1, LifecycleScenarios::tellsUniverseSizeAndHost);
    }

    @Test
    void L8_interruptedThreadsDoNoHarm() {
      run(2, LifecycleScenarios::interruptedThreadsDoNoHarm);
    }
  }

  @Nested
  class PointToPoint {
    @Test
    void P1_messagesArriveAsSent() {
      run(2, PointToPointScenarios::messagesArriveAsSent);
    }

    @Test
    void P2_messagesFromOneRankArriveInTheOrderSent() {
      run(2, PointToPointScenarios::messagesArriveInOrder);
    }

    @Test
    void P3_receivesLeaveOtherSourcesAndTagsAlone() {
      run(3, PointToPointScenarios::receivesSelectBySourceAndTag);
    }

    @Test
    void P4_nonBlockingCallsDoNotBlockAndComplete() {
      run(2, PointToPointScenarios::nonBlockingCallsDoNotBlock);
    }

    @Test
    void P5_sendsLeaveTheBufferAndReceivesMoveItsPosition() {
      run(2, PointToPointScenarios::buffersAreLeftAsPromised);
    }

    @Test
    void P6_tooLongMessagesAreRefusedAndTheCommunicatorStaysUsable() {
      run(2, TrafficScenarios::tooLongMessagesAreRefused);
    }

    @Test
    void P7_badArgumentsAreNamedBeforeAnythingIsSent() {
      run(2, TrafficScenarios::badArgumentsAreNamed);
    }

    @Test
    void P8_ranksSendToThemselves() {
      run(2, PointToPointScenarios::ranksSendToThemselves);
    }

    @Test
    void P9_communicatorsDoNotSeeEachOthersMessages() {
      run(2, PointToPointScenarios::communicatorsAreSeparate);
    }

    @Test
    void P10_manyMessagesInFlightDoNotDeadlock() {
      run(3, TrafficScenarios::manyMessagesInFlight);
    }

    @Test
    void P11_threadsOfARankShareACommunicator() {
      needs(Capability.THREAD_MULTIPLE);
      run(2, TrafficScenarios::threadsShareACommunicator);
    }
  }

  @Nested
  class Probes {
    @Test
    void M1_probesReportTheNextMessageAndLeaveIt() {
      run(2, ProbeScenarios::probesReportAndLeaveTheMessage);
    }

    @Test
    void M2_immediateProbesReturnNullWhenNothingMatches() {
      run(2, ProbeScenarios::immediateProbesReturnNull);
    }

    @Test
    void M3_matchedMessagesAreOutOfReachAndReceivedOnce() {
      run(2, ProbeScenarios::matchedMessagesAreOutOfReach);
    }

    @Test
    void M4_messagesAreFoundByImmediateProbesAlone() {
      run(2, ProbeScenarios::messagesAreFoundByImmediateProbesAlone);
    }
  }

  @Nested
  class Collectives {
    @Test
    void C1_buffersWrittenMoveAndBuffersReadDoNot() {
      run(3, CollectiveScenarios::buffersAreLeftAsPromised);
    }

    @Test
    void C2_noRankLeavesABarrierBeforeAllHaveEntered() {
      run(3, CollectiveScenarios::noRankLeavesABarrierEarly);
    }

    @Test
    void C3_broadcastsWorkFromEveryRoot() {
      run(4, CollectiveScenarios::broadcastsReachAllRanks);
    }

    @Test
    void C4_blocksOfAnySizeComeInRankOrder() {
      run(4, CollectiveScenarios::blocksComeInRankOrder);
    }

    @Test
    void C5_reductionsAreRightForAllTypesAndOperations() {
      run(4, ReductionScenarios::reductionsAreRight);
    }

    @Test
    void C6_reductionsThatMakeNoSenseAreRefused() {
      run(2, ReductionScenarios::badReductionsAreRefused);
    }

    @Test
    void C7_collectivesWorkOnOneRank() {
      run(2, CollectiveScenarios::collectivesWorkOnOneRank);
    }

    @Test
    void C8_collectivesLeaveMessagesAlone() {
      run(3, CollectiveScenarios::collectivesLeaveMessagesAlone);
    }
  }

  @Nested
  class Groups {
    @Test
    void G1_splitGroupsByColorAndOrdersByKey() {
      run(4, GroupScenarios::splitGroupsByColorAndOrdersByKey);
    }

    @Test
    void G2_duplicateKeepsGroupAndOrder() {
      run(3, GroupScenarios::duplicateKeepsTheGroup);
    }

    @Test
    void G3_intercommunicatorsJoinTwoGroups() {
      run(4, GroupScenarios::intercommunicatorsJoinTwoGroups);
    }

    @Test
    void G4_mergePutsTheHighGroupBehind() {
      run(4, GroupScenarios::mergePutsTheHighGroupBehind);
    }

    @Test
    void G5_disconnectFreesOneCommunicatorOnly() {
      run(2, GroupScenarios::disconnectFreesOneCommunicator);
    }

    @Test
    void G6_createGroupTakesTheRanksNamedInTheirOrderAndNoOthers() {
      run(4, GroupScenarios::createGroupTakesTheRanksNamed);
    }

    @Test
    void G7_groupsMadeAtTheSameTimeAreToldApartByTheirTags() {
      needs(Capability.THREAD_MULTIPLE);
      run(3, GroupScenarios::groupsMadeAtTheSameTimeAreToldApart);
    }

    @Test
    void G8_badGroupsAreNamedBeforeAnythingIsSent() {
      run(3, GroupScenarios::badGroupsAreNamed);
    }
  }

  @Nested
  class Spawn {
    @Test
    void S1_spawnedRanksHaveAWorldOfTheirOwn() {
      needs(Capability.SPAWN);
      run(1, SpawnScenarios::spawnedRanksHaveAWorldOfTheirOwn);
    }

    @Test
    void S2_argumentsArriveUnchanged() {
      needs(Capability.SPAWN);
      run(1, SpawnScenarios::argumentsArriveUnchanged);
    }

    @Test
    void S3_spawnedWorldsAreUsableSideBySide() {
      needs(Capability.SPAWN);
      run(1, SpawnScenarios::worldsAreUsableSideBySide);
    }

    @Test
    void S4_spawnedRanksLeaveNothing() {
      needs(Capability.SPAWN);
      LeakCheck leaks = LeakCheck.begin();
      run(1, SpawnScenarios::spawnedRanksLeaveNothing);
      leaks.assertNothingLeft();
    }

    @Test
    void S5_credentialsArriveUnchangedAndUnseen() {
      needs(Capability.SPAWN);
      run(1, SpawnScenarios::credentialsArriveUnseen);
    }

    @Test
    void S6_spawnsThatCannotWorkAreReported() {
      needs(Capability.SPAWN);
      if (can(Capability.PROCESS_RANKS)) {
        run(1, SpawnScenarios::missingExecutablesAreReported);
      } else {
        run(1, SpawnScenarios::unusableProgramsAreReported);
      }
    }

    @Test
    void S7_jvmArgumentsDirectoryAndEnvironmentReachProcesses() {
      needs(Capability.SPAWN);
      needs(Capability.PROCESS_RANKS);
      run(1, SpawnScenarios::processSettingsReachTheRanks);
    }
  }

  @Nested
  class Waiting {
    @Test
    void W1_arrivalsEndTheWaitAndNoneIsMissed() {
      needs(Capability.BLOCKING_WAIT);
      run(2, WaitingScenarios::arrivalsEndTheWait);
    }

    @Test
    void W2_wakeEndsTheWaitUnderWayOrTheNextOne() {
      run(1, WaitingScenarios::wakeEndsTheWait);
    }

    @Test
    void W3_waitsEndWhenTheirTimeIsOver() {
      run(1, WaitingScenarios::waitsEndWhenTheirTimeIsOver);
    }
  }

  @Nested
  class Errors {
    @Test
    void E1_errorsBecomeExceptionsWithACode() {
      run(2, TrafficScenarios::errorsBecomeExceptions);
    }

    @Test
    void E2_disconnectedCommunicatorsAreRefused() {
      run(2, TrafficScenarios::disconnectedCommunicatorsAreRefused);
    }

    @Test
    void E3_lostRanksAreToldFromThoseThatLive() {
      run(2, LossScenarios::ranksThatLiveAreNotLost);
      needs(Capability.LOSS_DETECTION);
      needs(Capability.SPAWN);
      run(1, LossScenarios::lossesAreKnownAndTheOthersGoOn);
    }

    @Test
    void E4_abandonWaitsForNobody() {
      // Others may end without finalising MPI after that, which their launchers take amiss.
      needs(Capability.LOSS_DETECTION);
      run(2, LossScenarios::abandonWaitsForNobody);
    }
  }

  /** Native libraries but the JDK's mapped into this process; none where no system file tells. */
  private static Set<String> loadedLibraries() throws IOException {
    Path maps = Path.of("/proc/self/maps");
    if (!Files.isReadable(maps)) {
      return Set.of();
    }
    try (Stream<String> lines = Files.lines(maps)) {
      return lines
          .filter(line -> line.contains(".so") && !line.contains(System.getProperty("java.home")))
          .map(line -> line.substring(line.indexOf('/')))
          .collect(Collectors.toSet());
    }
  }
}
