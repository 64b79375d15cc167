package io.github.rankpool.backend.openmpi;

import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Loads {@code mpi.*} from one {@code mpi.jar} and the code that names it from this module; all
 * else comes from the parent. An {@code mpi} package on the application's class path is never
 * looked at.
 */
final class VendorClassLoader extends URLClassLoader {
  static final String BINDINGS_PACKAGE = "io.github.rankpool.backend.openmpi.bindings.";
  private static final String VENDOR_PACKAGE = "mpi.";
  private static final String LIBRARY = "mpi_java";

  static {
    registerAsParallelCapable();
  }

  private final ClassLoader module;
  private final Path library;

  VendorClassLoader(Installation installation, ClassLoader module) {
    super("openmpi", new URL[] {url(installation.jar())}, module);
    this.module = module;
    this.library = installation.library();
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    boolean ours = name.startsWith(BINDINGS_PACKAGE);
    if (!ours && !name.startsWith(VENDOR_PACKAGE)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded == null) {
        loaded = ours ? defineBindings(name) : findClass(name);
      }
      return loaded;
    }
  }

  /**
   * Reads the bytes through the module's own loader, which knows where it has them from: a folder,
   * a jar, or a jar in a jar.
   */
  private Class<?> defineBindings(String name) throws ClassNotFoundException {
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

  /**
   * Names the file, so that {@code java.library.path} does not matter: Debian keeps the unversioned
   * name in a development package, and not every JDK looks into Debian's library folder.
   */
  @Override
  protected @Nullable String findLibrary(String name) {
    return name.equals(LIBRARY) ? library.toString() : super.findLibrary(name);
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("no URL for " + jar, e);
    }
  }
}
