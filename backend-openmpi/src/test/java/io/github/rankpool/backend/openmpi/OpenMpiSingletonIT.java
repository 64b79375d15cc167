package io.github.rankpool.backend.openmpi;

import io.github.rankpool.testkit.Scenario;
import io.github.rankpool.testkit.Watchdog;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a process does that was started as plain {@code java}, without mpiexec. */
@ExtendWith(Watchdog.class)
class OpenMpiSingletonIT {

  @BeforeAll
  static void needsOpenMpi() {
    RankCommand.assumeOpenMpi();
  }

  /** The spawn rules of the contract, whose scenarios run on one rank. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "spawnedRanksHaveAWorldOfTheirOwn",
        "argumentsArriveUnchanged",
        "worldsAreUsableSideBySide",
        "spawnedRanksLeaveNothing",
        "credentialsArriveUnseen",
        "missingExecutablesAreReported",
        "processSettingsReachTheRanks"
      })
  void spawnsAsUnderMpiexec(String scenario) {
    RankCommand.alone("io.github.rankpool.testkit.SpawnScenarios#" + scenario);
  }

  @Test
  void missingProgramsAreReportedAndHarmNothing() {
    alone(SingletonScenarios::missingProgramsAreReported);
  }

  @Test
  void closeEndsTheDaemonThoughTheJvmGoesOn() {
    alone(SingletonScenarios::closeEndsTheDaemon);
  }

  @Test
  void ranksThatDieAtTheStartAreReportedInTimeAndLeaveNothing() {
    alone(SingletonScenarios::dyingRanksAreReported);
  }

  @Test
  void anMpiJarOfAnotherKindOnTheClassPathDoesNotMatter() {
    alone(SingletonScenarios::vendorClassesAreNotTheApplications);
  }

  private static void alone(Scenario scenario) {
    RankCommand.alone(scenario.methodName());
  }
}
