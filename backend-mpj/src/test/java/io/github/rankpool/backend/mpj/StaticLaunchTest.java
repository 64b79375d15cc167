package io.github.rankpool.backend.mpj;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rankpool.spi.MpiException;
import java.util.List;
import org.junit.jupiter.api.Test;
import xdev.smpdev.SMPDevProcess;

/** What a rank reads from the command line of its process, here as mpjrun 0.44 writes it. */
class StaticLaunchTest {
  private static final String CONFIGURATION =
      "#temp|line;#Number|of|Processes;12;#Protocol|Switch|Limit;131072;"
          + "#Entry,|HOST_NAME/IP@READPORT@WRITEPORT@RANK@DEBUGPORT;10.0.0.1@0@0@0@0";

  private static final ThreadGroup MAIN = new ThreadGroup("main");

  @Test
  void aProcessFindsRankSizeAndConfiguration() {
    StaticLaunch launch =
        StaticLaunch.find(
            "runtime.daemon.Wrapper "
                + CONFIGURATION
                + " 4 niodev node7 40002 11 org.example.Main -np 3 a  b\nc",
            MAIN);
    assertThat(launch).isNotNull();
    assertThat(launch.rank()).isEqualTo(11);
    assertThat(launch.size()).isEqualTo(12);
    assertThat(launch.vendorLoader()).isNull();
    assertThat(launch.deviceArguments())
        .containsExactly(
            "11",
            CONFIGURATION.replace('|', ' ') + ";#Server Name;node7;#Server Port;40002",
            "niodev");
  }

  @Test
  void aThreadFindsItsRankByItsGroup() {
    String command =
        "runtime.starter.MulticoreStarter /home/a b 3/c 16 smpdev useLocalLoader EMPTY Main 9"
            + " smpdev useLocalLoader x";
    SMPDevProcess group = new SMPDevProcess("MPI13");
    StaticLaunch launch = StaticLaunch.find(command, new ThreadGroup(group, "MPI1"));
    assertThat(launch).isNotNull();
    assertThat(launch.rank()).isEqualTo(13);
    assertThat(launch.size()).isEqualTo(16);
    assertThat(launch.vendorLoader()).isSameAs(SMPDevProcess.class.getClassLoader());
    assertThat(launch.deviceArguments()).containsExactly("13", "16", "smpdev");
  }

  @Test
  void aThreadOutsideTheRanksIsRefused() {
    assertThatThrownBy(
            () ->
                StaticLaunch.find(
                    "runtime.starter.MulticoreStarter / 2 smpdev useLocalLoader EMPTY Main", MAIN))
        .isInstanceOf(MpiException.class)
        .hasMessageStartingWith("RP-363: ")
        .hasMessageContaining("2 ranks");
  }

  @Test
  void otherProcessesAreNoneOfMpjs() {
    for (String command :
        List.of(
            "",
            "org.example.Main runtime.daemon.Wrapper " + CONFIGURATION + " 4 niodev h 1 2 Main",
            "runtime.daemon.WrapperOfMine x",
            "runtime.daemon.MPJDaemon 40055")) {
      assertThat(StaticLaunch.find(command, MAIN)).as(command).isNull();
    }
    assertThat(StaticLaunch.launchedThisProcess()).isFalse();
    assertThat(StaticLaunch.find()).isNull();
  }

  @Test
  void otherDevicesAreRefused() {
    for (String command :
        List.of(
            "runtime.daemon.Wrapper /tmp/mpjdev.conf 2 mxdev host 40002 0 Main",
            "runtime.daemon.Wrapper #Number|of|Devices;2 2 niodev host 40002 0 Main",
            "runtime.daemon.HybridStarter / 2 hybdev useLocalLoader EMPTY Main 4 2 0 x niodev",
            "runtime.daemon.Wrapper")) {
      assertThatThrownBy(() -> StaticLaunch.find(command, MAIN))
          .as(command)
          .isInstanceOf(MpiException.class)
          .hasMessageStartingWith("RP-362: ")
          .hasMessageContainingAll(command, "-dev");
    }
  }

  @Test
  void theLaunchersArgumentsAreTakenOffOnce() {
    String[] user = {"1", "2", "3", "4"};
    assertThat(StaticLaunch.withoutLaunchers(new String[] {"0", "2", "smpdev", "a b"}))
        .containsExactly("a b");
    assertThat(StaticLaunch.withoutLaunchers(new String[] {"0", "#conf", "niodev"})).isEmpty();
    assertThat(StaticLaunch.withoutLaunchers(user)).containsExactly(user);
    assertThat(StaticLaunch.programArguments(new String[] {"0", "2", "smpdev", "a"}))
        .as("this process was not started by mpjrun")
        .hasSize(4);
  }
}
