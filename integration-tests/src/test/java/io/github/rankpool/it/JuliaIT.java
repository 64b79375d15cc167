package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.examples.Julia;
import io.github.rankpool.examples.SequentialJulia;
import io.github.rankpool.testkit.TestProcess;
import io.github.rankpool.testkit.Watchdog;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Julia example gives the same picture wherever it runs. */
@ExtendWith(Watchdog.class)
class JuliaIT {
  private static byte[] reference;

  @TempDir private Path directory;

  @BeforeAll
  static void computeWithoutPool() {
    reference = SequentialJulia.pgm();
  }

  @ParameterizedTest
  @CsvSource({"THREADS, 1", "THREADS, 4", "OPENMPI, 1", "OPENMPI, 3", "MPIEXEC, 1", "MPIEXEC, 3"})
  void thePictureIsTheSequentialOneByteForByte(Launch launch, int workers) throws IOException {
    Path pgm = directory.resolve("picture.pgm");
    TestProcess.Result result =
        launch
            .program(
                List.of(),
                Julia.class,
                "--workers",
                Integer.toString(workers),
                "--output",
                pgm.toString())
            .run()
            .assertClean();

    assertThat(Files.readAllBytes(pgm)).isEqualTo(reference);
    Path png = directory.resolve("picture.png");
    BufferedImage image = ImageIO.read(png.toFile());
    assertThat(image).isNotNull();
    assertThat(image.getWidth()).isEqualTo(SequentialJulia.WIDTH);
    assertThat(image.getHeight()).isEqualTo(SequentialJulia.HEIGHT);
    assertThat(result.output())
        .containsPattern(
            "backend "
                + launch.backend()
                + ", "
                + workers
                + " workers, thread level [A-Z]+: [0-9.]+ s \\(and [0-9.]+ s to start\\)")
        .contains("wrote " + pgm + " and " + png);
  }
}
