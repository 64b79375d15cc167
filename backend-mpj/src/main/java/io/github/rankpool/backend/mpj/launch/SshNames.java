package io.github.rankpool.backend.mpj.launch;

import io.github.rankpool.spi.MpiException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What ssh takes the name of a host for: the user's configuration may give it another address
 * ({@code HostName}), which no resolver knows of.
 */
final class SshNames {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String ANSWER = "hostname ";

  private final List<String> ssh;

  SshNames(List<String> ssh) {
    this.ssh = ssh;
  }

  /** A name for the resolver, or an address; the host's own where ssh does not tell. */
  String addressOf(String host) {
    return configuration(host)
        .lines()
        .filter(line -> line.startsWith(ANSWER))
        .map(line -> line.substring(ANSWER.length()).strip())
        .findFirst()
        .orElse(host.substring(host.indexOf('@') + 1));
  }

  /** Connects to nobody. */
  private String configuration(String host) {
    List<String> command = new ArrayList<>(ssh);
    command.add("-G");
    command.add(host);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new MpiException(
          "RP-351",
          "cannot start '"
              + ssh.get(0)
              + "' for host '"
              + host
              + "': "
              + e.getMessage()
              + ". Install ssh, or correct the hint '"
              + LaunchOptions.SSH_KEY
              + "'.",
          e);
    }
    try (InputStream output = process.getInputStream()) {
      process.getOutputStream().close();
      // A few kilobytes, which a pipe holds.
      boolean ended = process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      return ended && process.exitValue() == 0
          ? new String(output.readAllBytes(), StandardCharsets.UTF_8)
          : "";
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MpiException("RP-359", "the thread was interrupted while it launched ranks.", e);
    } finally {
      process.destroyForcibly();
    }
  }
}
