package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.examples.SequentialPictures;
import io.github.rankpool.testkit.TestProcess;
import io.github.rankpool.testkit.Watchdog;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The jar of the examples, which runs Julia, gives the same picture wherever and however it runs.
 */
class JuliaIT {
  private static byte[] reference;

  @RegisterExtension final Watchdog watchdog = new Watchdog();

  private final Path folder;
  private final Installation installation;

  @BeforeAll
  static void computeWithoutPool() {
    reference = SequentialPictures.julia();
  }

  JuliaIT(@TempDir Path folder) throws IOException, URISyntaxException {
    this.folder = folder;
    this.installation = Installation.in(folder.resolve("home with blank"));
  }

  @ParameterizedTest
  @CsvSource({
    "EMBEDDED, 3",
    "SPAWNED, 3",
    "SPAWNED_BY_LAUNCHER, 3",
    "SHARED, 4",
    "SPMD, 4",
    "SPAWNED_MPJ, 1",
    "SPAWNED_MPJ, 3",
    "MPJ_SHARED_THREADS, 2",
    "MPJ_SHARED_THREADS, 4",
    "MPJ_SHARED_PROCESSES, 2",
    "MPJ_SHARED_PROCESSES, 4",
    "MPJ_SPMD_THREADS, 2",
    "MPJ_SPMD_THREADS, 4",
    "MPJ_SPMD_PROCESSES, 2",
    "MPJ_SPMD_PROCESSES, 4"
  })
  void thePictureIsTheSequentialOneByteForByte(Way way, int size) throws IOException {
    TestProcess.Result result =
        way.run(folder, size, installation.program(), "--output", "picture.pgm").assertClean();

    assertPicture(result, way.backend(size), way.workers(size));
  }

  @Test
  void withoutMpiOnTheClassPathItRunsOnThreads() throws IOException {
    installation.remove("rankpool-backend-openmpi");
    installation.remove("rankpool-backend-mpj");
    List<String> command = new ArrayList<>(installation.program().byJava());
    command.addAll(List.of("--workers", "3", "--output", "picture.pgm"));

    assertPicture(TestProcess.command(command).directory(folder).run().assertClean(), "threads", 3);
  }

  private void assertPicture(TestProcess.Result result, String backend, int workers)
      throws IOException {
    assertThat(Files.readAllBytes(folder.resolve("picture.pgm"))).isEqualTo(reference);
    BufferedImage image = ImageIO.read(folder.resolve("picture.png").toFile());
    assertThat(image).isNotNull();
    assertThat(image.getWidth()).isEqualTo(SequentialPictures.WIDTH);
    assertThat(image.getHeight()).isEqualTo(SequentialPictures.HEIGHT);
    assertThat(result.output())
        .containsPattern(
            "backend "
                + backend
                + ", "
                + workers
                + " workers, thread level [A-Z]+: [0-9.]+ s \\(and [0-9.]+ s to start\\)")
        .contains("wrote picture.pgm and picture.png");
  }
}
