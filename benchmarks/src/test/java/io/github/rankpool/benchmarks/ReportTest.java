package io.github.rankpool.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private final Figures figures = new Figures();

  private void add(String contender, int workers, String name, double value) {
    figures.add(new Figures.Sample(new Figures.Key(contender, workers, name), 1, value, "tasks/s"));
  }

  @Test
  void tablesShowMediansWithTheirSpread() {
    add("mpi4py", 2, "throughput.submit", 4000);
    add("mpi4py", 2, "throughput.submit", 6000);
    add("mpi4py", 2, "throughput.submit", 5000);
    add("java-threads", 2, "throughput.map", 0.1234);

    String text = new Report(figures, List.of("date: today"), List.of("mpj: gone")).markdown();

    assertThat(text)
        .contains("- date: today")
        .contains("| measure | workers | unit | mpi4py | java-threads |")
        .contains("| throughput.submit | 2 | tasks/s | 5000 (4000–6000) |  |")
        .contains("| throughput.map | 2 | tasks/s |  | 0.123 (0.123–0.123) |")
        .contains("Failed: mpj: gone");
  }

  @Test
  void numbersShowTheDigitsThatCount() {
    assertThat(List.of(Report.number(1234.5), Report.number(2), Report.number(12.34)))
        .containsExactly("1235", "2", "12.3");
    assertThat(List.of(Report.number(1.234), Report.number(0.1234), Report.number(0.001234)))
        .containsExactly("1.23", "0.123", "0.0012");
  }

  @Test
  void goalsAreMetMissedOrNotMeasured() {
    add(Contenders.MPI4PY, 2, "throughput.submit", 5000);
    add(Contenders.SPAWNED, 2, "throughput.submit", 600_000);

    String text = new Report(figures, List.of(), List.of()).markdown();

    assertThat(text)
        .contains("to mpi4py's default | ≥ 100 x | 120 x | met |")
        .contains("| the same (stretch) | ≥ 1000000 tasks/s | 600000 tasks/s | missed |")
        .contains("| worker JVM idle, resident | ≤ 80 MiB |  | not measured |");
  }

  @Test
  void aGoalOfSeveralSizesNeedsAllOfThem() {
    add(Contenders.SPAWNED, 1, "echo.double." + (1 << 20), 5);
    add(Contenders.RAW, 1, "echo.raw." + (1 << 20), 5);

    assertThat(Goals.of(figures, 2))
        .filteredOn(goal -> goal.what().startsWith("echo of 1 to 64 MiB of double, spawned"))
        .singleElement()
        .satisfies(goal -> assertThat(goal.verdict()).isEqualTo("not measured"));
  }

  @Test
  void allSamplesAndPlotsAreWritten(@TempDir Path folder) throws Exception {
    add("mpi4py", 2, "throughput.submit", 5000);
    add("a <b>", 2, "throughput.submit", 70_000);
    add("raw-world", 1, "echo.raw.1024", 0.5);
    add("raw-world", 1, "echo.raw.4096", 1.5);

    new Report(figures, List.of(), List.of()).write(folder);

    assertThat(folder.resolve("samples.csv"))
        .content()
        .startsWith("contender,workers,round,name,value,unit\n")
        .contains("mpi4py,2,1,throughput.submit,5000.00000,tasks/s");
    assertThat(elements(folder.resolve("throughput.svg"), "rect")).isEqualTo(3);
    assertThat(elements(folder.resolve("echo.svg"), "polyline")).isEqualTo(1);
    assertThat(folder.resolve("latency.svg")).doesNotExist();
  }

  private static int elements(Path svg, String name) throws Exception {
    byte[] text = Files.readString(svg).getBytes(StandardCharsets.UTF_8);
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(text))
        .getElementsByTagName(name)
        .getLength();
  }
}
