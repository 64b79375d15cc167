package io.github.rankpool.cli;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Loads a program: first the classes compiled for it, then those of this command, then those on its
 * class path. So a program that brings its own copy of Rankpool gets the command's, which is the
 * same on all ranks; and a source file wins over classes compiled from it before.
 */
final class ProgramLoader extends URLClassLoader {
  static {
    registerAsParallelCapable();
  }

  private final Map<String, byte[]> classes;

  private ProgramLoader(List<String> classPath, Map<String, byte[]> classes) {
    super(urls(classPath), ProgramLoader.class.getClassLoader());
    this.classes = classes;
  }

  static ProgramLoader of(Program program) {
    return new ProgramLoader(program.classPath(), program.classes());
  }

  /** For classes that no program of this command brings. */
  static ProgramLoader of(List<String> classPath) {
    return new ProgramLoader(classPath, Map.of());
  }

  private static URL[] urls(List<String> classPath) {
    return classPath.stream().map(ProgramLoader::url).toArray(URL[]::new);
  }

  private static URL url(String entry) {
    try {
      return Path.of(entry).toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("a path has a URL: " + entry, e);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!classes.containsKey(name)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : findClass(name);
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] compiled = classes.get(name);
    return compiled == null
        ? super.findClass(name)
        : defineClass(name, compiled, 0, compiled.length);
  }
}
