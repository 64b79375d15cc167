package io.github.rankpool.backend.openmpi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecoveryTest {
  private static final String OF_OPEN_MPI_4 = "OMPI_MCA_orte_enable_recovery";
  private static final int FIRST_JDK_WITH_FOREIGN_FUNCTIONS = 22;

  @ParameterizedTest
  @ValueSource(strings = {"1", "true", "yes"})
  void theEnvironmentEnablesIt(String value) {
    assertThat(Recovery.isEnabledBy(Map.of(OF_OPEN_MPI_4, value))).isTrue();
    assertThat(Recovery.isEnabledBy(Map.of("PRTE_MCA_prte_enable_recovery", value))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "false", "No"})
  void orDisablesIt(String value) {
    assertThat(Recovery.isEnabledBy(Map.of(OF_OPEN_MPI_4, value))).isFalse();
    assertThat(Recovery.isEnabledBy(Map.of())).isFalse();
  }

  @Test
  void whereItIsEnabledRanksShareNoFate() {
    assertThat(Recovery.sharedFate(true, true)).isEmpty();
    assertThat(Recovery.sharedFate(true, false)).isEmpty();
  }

  @Test
  void whereItIsNotUsersAreToldHowToEnableIt() {
    assertThat(Recovery.sharedFate(false, true)).get().asString().contains("--enable-recovery");
    assertThat(Recovery.sharedFate(false, false)).get().asString().contains(OF_OPEN_MPI_4 + "=1");
  }

  @Test
  void aVariableIsSetForProcessesThatNativeCodeStartsWhereTheJdkCan() {
    boolean set = NativeEnvironment.set("RANKPOOL_TEST_OF_SETENV", "1");

    assertThat(set).isEqualTo(Runtime.version().feature() >= FIRST_JDK_WITH_FOREIGN_FUNCTIONS);
  }
}
