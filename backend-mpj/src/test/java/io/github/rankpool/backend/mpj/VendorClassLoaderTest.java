package io.github.rankpool.backend.mpj;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rankpool.spi.MpiException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.log4j.Level;
import org.apache.log4j.Logger;
import org.junit.jupiter.api.Test;
import xdev.niodev.NIODevice;

/**
 * Which loader MPJ's classes come from; the jars of the class path stand in for an installation.
 */
class VendorClassLoaderTest {
  private static final String PROBE = "VendorProbe";
  private static final String NO_SUCH_CLASS = "NoSuchClass";

  @Test
  void eachWorldHasVendorClassesAndLog4jOfItsOwn() throws Exception {
    try (VendorClassLoader one = VendorClassLoader.forNewWorld(installation());
        VendorClassLoader other = VendorClassLoader.forNewWorld(installation())) {
      assertThat(loaders(one)).hasSize(4).containsOnly(one);
      assertThat(loaders(other)).hasSize(4).containsOnly(other);
    }
  }

  @Test
  void ranksThatAreThreadsShareTheLaunchersVendorClasses() throws Exception {
    ClassLoader launcher = NIODevice.class.getClassLoader();
    try (VendorClassLoader rank = VendorClassLoader.forThreadRank(launcher)) {
      assertThat(loaders(rank)).containsExactly(rank, launcher, launcher, launcher);
    }
  }

  @Test
  void theVendorsLogIsSilentAndTheApplicationsIsNot() throws Exception {
    Level before = Logger.getRootLogger().getLevel();
    PrintStream stderr = System.err;
    ByteArrayOutputStream captured = new ByteArrayOutputStream();
    System.setErr(new PrintStream(captured, true, StandardCharsets.UTF_8));
    try (VendorClassLoader loader = VendorClassLoader.forNewWorld(installation());
        VendorClassLoader rank =
            VendorClassLoader.forThreadRank(NIODevice.class.getClassLoader())) {
      loaders(loader);
      loaders(rank);
      assertThat(captured.toString(StandardCharsets.UTF_8)).isEmpty();
      assertThat(Logger.getRootLogger().getLevel()).isEqualTo(before);
      assertThat(Logger.getLogger("application").isEnabledFor(Level.FATAL)).isTrue();
    } finally {
      System.setErr(stderr);
    }
  }

  @Test
  void whatCannotBeLoadedIsReportedWithWhereFrom() throws Exception {
    try (VendorClassLoader loader = VendorClassLoader.forNewWorld(installation())) {
      assertThatThrownBy(() -> loader.make(Runnable.class, NO_SUCH_CLASS))
          .isInstanceOf(MpiException.class)
          .hasMessageStartingWith("RP-361: ")
          .hasMessageContainingAll(NO_SUCH_CLASS, "mpj");
    }
  }

  private static List<ClassLoader> loaders(VendorClassLoader loader) throws Exception {
    Callable<?> probe = loader.make(Callable.class, PROBE);
    return ((List<?>) probe.call()).stream().map(ClassLoader.class::cast).toList();
  }

  private static MpjInstallation installation() throws Exception {
    return new MpjInstallation(
        Path.of("/"), List.of(jarOf(NIODevice.class), jarOf(xdev.smpdev.SMPDevice.class)), "test");
  }

  private static Path jarOf(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
