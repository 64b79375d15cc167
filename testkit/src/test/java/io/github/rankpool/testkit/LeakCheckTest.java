package io.github.rankpool.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeakCheckTest {

  @Test
  void threadsAndFilesLeftBehindAreNamed(@TempDir Path directory) throws IOException {
    CountDownLatch end = new CountDownLatch(1);
    LeakCheck leaks = LeakCheck.begin(directory);
    Files.createFile(directory.resolve("forgotten.txt"));
    Thread thread =
        new Thread(
            () -> {
              try {
                end.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "forgotten-thread");
    thread.start();
    assertThat(leaks.leftovers())
        .hasSize(2)
        .anyMatch(left -> left.contains("forgotten-thread"))
        .anyMatch(left -> left.contains("forgotten.txt"));
    end.countDown();
    Files.delete(directory.resolve("forgotten.txt"));
    leaks.assertNothingLeft();
  }
}
