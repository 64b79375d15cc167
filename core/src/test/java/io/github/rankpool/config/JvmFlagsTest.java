package io.github.rankpool.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JvmFlagsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "-Dname=value",
        "-Drankpool.backoff=1ms",
        "-Xmx1g",
        "-Xss2m",
        "-XX:+UseSerialGC",
        "-ea",
        "-ea:io.github.rankpool...",
        "-enableassertions",
        "-da:some.Class",
        "-esa",
        "--add-opens=java.base/java.util=ALL-UNNAMED",
        "--add-modules=jdk.incubator.vector",
        "--enable-preview",
        "--enable-native-access=ALL-UNNAMED"
      })
  void whatIsRightForWorkersTooIsPassedOn(String flag) {
    assertThat(JvmFlags.select(List.of(flag))).containsExactly(flag);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=5005",
        "-agentpath:/opt/profiler.so",
        "-javaagent:/opt/coverage.jar",
        "-Xrunjdwp:transport=dt_socket,address=5005",
        "-Xdebug",
        "-Xlog:gc*:file=gc.log",
        "-Xloggc:gc.log",
        "-XX:StartFlightRecording=filename=own.jfr",
        "-XX:FlightRecorderOptions=repository=own",
        "-XX:ArchiveClassesAtExit=own.jsa",
        "-Dcom.sun.management.jmxremote.port=9999",
        "-Dcom.sun.management.jmxremote"
      })
  void whatNamesAPortOrFileOfThisProcessIsNot(String flag) {
    assertThat(JvmFlags.select(List.of(flag))).isEmpty();
  }

  @Test
  void flagsKeepTheirOrderBecauseLaterOnesCount() {
    assertThat(JvmFlags.select(List.of("-Xmx1g", "-Xdebug", "-Da=1", "-Xmx2g", "-Da=2")))
        .containsExactly("-Xmx1g", "-Da=1", "-Xmx2g", "-Da=2");
  }
}
