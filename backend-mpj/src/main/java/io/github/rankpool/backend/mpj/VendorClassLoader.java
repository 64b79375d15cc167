package io.github.rankpool.backend.mpj;

import io.github.rankpool.spi.MpiException;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Loads MPJ Express with its log4j, and the code that names it from this module; all else comes
 * from the parent. The same packages on the application's class path are never looked at.
 *
 * <p>MPJ Express keeps its world in static fields: one loader makes one world. The exception are
 * ranks that are threads of one process, as its launcher makes them. They meet in the classes that
 * the launcher has loaded, so for those the vendor's packages come from there.
 */
final class VendorClassLoader extends URLClassLoader {
  static final String DEVICE_PACKAGE = "io.github.rankpool.backend.mpj.device.";

  private static final String LOG4J_PACKAGE = "org.apache.log4j.";
  private static final List<String> VENDOR_PACKAGES =
      List.of("mpi.", "mpjbuf.", "mpjdev.", "xdev.", "runtime.", LOG4J_PACKAGE);
  private static final String SILENCE = "Silence";

  static {
    registerAsParallelCapable();
  }

  private final ClassLoader module;
  private final @Nullable ClassLoader launcher;
  private final boolean moduleHasLog4j;

  private VendorClassLoader(URL[] jars, @Nullable ClassLoader launcher) {
    super("mpj", jars, VendorClassLoader.class.getClassLoader());
    this.module = VendorClassLoader.class.getClassLoader();
    this.launcher = launcher;
    this.moduleHasLog4j = module.getResource(FileChecks.LOGGER) != null;
  }

  /** Makes a loader with vendor classes of its own: for one world. */
  static VendorClassLoader forNewWorld(MpjInstallation installation) {
    URL[] jars = installation.jars().stream().map(VendorClassLoader::url).toArray(URL[]::new);
    return silent(new VendorClassLoader(jars, null));
  }

  /**
   * Makes a loader for a rank that MPJ's launcher made, with the launcher's vendor classes.
   *
   * @param launcher the loader that has them
   */
  static VendorClassLoader forThreadRank(ClassLoader launcher) {
    return silent(new VendorClassLoader(new URL[0], launcher));
  }

  /**
   * Makes an object of the device package, by its constructor without arguments.
   *
   * @param type what the caller knows it as, of the parent
   * @param name class, without the package
   * @throws MpiException if MPJ Express's classes cannot be loaded
   */
  <T> T make(Class<T> type, String name) {
    try {
      return type.cast(loadClass(DEVICE_PACKAGE + name).getConstructor().newInstance());
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new MpiException(
          "RP-361",
          "cannot load MPJ Express's classes for "
              + name
              + " from "
              + (launcher != null ? "its launcher " + launcher : List.of(getURLs()))
              + ". Use an unchanged MPJ Express 0.44.",
          e);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    boolean ours = name.startsWith(DEVICE_PACKAGE);
    if (!ours && VENDOR_PACKAGES.stream().noneMatch(name::startsWith)) {
      return super.loadClass(name, resolve);
    }
    if (!ours && launcher != null) {
      return launcher.loadClass(name);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded == null) {
        boolean fromModule = ours || (moduleHasLog4j && name.startsWith(LOG4J_PACKAGE));
        loaded = fromModule ? defineFromModule(name) : findClass(name);
      }
      return loaded;
    }
  }

  /**
   * Reads the bytes through the module's own loader, which knows where it has them from: a folder,
   * a jar, or a jar in a jar.
   */
  private Class<?> defineFromModule(String name) throws ClassNotFoundException {
    try (InputStream in = module.getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = in.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  private static VendorClassLoader silent(VendorClassLoader loader) {
    loader.make(Runnable.class, SILENCE).run();
    return loader;
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("no URL for " + jar, e);
    }
  }
}
