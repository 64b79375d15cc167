package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Makes classes that are not on the class path of the tests. */
final class Compiler {
  private Compiler() {}

  /**
   * Compiles one class.
   *
   * @param directory where a folder for it is made
   * @param name of the class, with its package
   * @param source of the class
   * @param libraries what else it may use
   * @return the folder, to be used as a class path
   */
  static Path compile(Path directory, String name, String source, Path... libraries)
      throws IOException {
    Path sources = Files.createTempDirectory(directory, "sources");
    Path classes = Files.createTempDirectory(directory, "classes");
    Path file = sources.resolve(name.substring(name.lastIndexOf('.') + 1) + ".java");
    Files.writeString(file, source);
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-cp",
                Stream.concat(
                        Stream.of(System.getProperty("java.class.path")),
                        Arrays.stream(libraries).map(Path::toString))
                    .collect(Collectors.joining(File.pathSeparator)),
                "-d",
                classes.toString(),
                file.toString());
    assertThat(status).isZero();
    return classes;
  }

  /** An object of a class that only the program knows. Its loader is left open, as it is in use. */
  static Object newInstance(Path classes, String name) throws Exception {
    URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()});
    return loader.loadClass(name).getConstructor().newInstance();
  }
}
