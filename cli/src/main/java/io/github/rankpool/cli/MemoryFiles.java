package io.github.rankpool.cli;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;

/** Keeps what the compiler writes. */
final class MemoryFiles extends ForwardingJavaFileManager<StandardJavaFileManager> {
  private final Map<String, Output> outputs = new LinkedHashMap<>();

  MemoryFiles(StandardJavaFileManager others) {
    super(others);
  }

  /** Class files by class name, in the order written. */
  Map<String, byte[]> classes() {
    Map<String, byte[]> classes = new LinkedHashMap<>();
    outputs.forEach((name, output) -> classes.put(name, output.bytes.toByteArray()));
    return classes;
  }

  /**
   * There is an empty source path: without one, the compiler would compile sources that happen to
   * lie on the class path.
   */
  @Override
  public boolean hasLocation(Location location) {
    return location == StandardLocation.SOURCE_PATH || super.hasLocation(location);
  }

  @Override
  public JavaFileObject getJavaFileForOutput(
      Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
    return outputs.computeIfAbsent(className, Output::new);
  }

  /** A text to compile. Any public class may be in it, whatever the text is called. */
  static final class Input extends SimpleJavaFileObject {
    private final String text;

    Input(String name, String text) {
      super(uri(name), Kind.SOURCE);
      this.text = text;
    }

    /** The compiler takes the name that stack traces show from the last part of the path. */
    private static URI uri(String name) {
      try {
        return new URI("memory", null, "/" + name, null);
      } catch (URISyntaxException e) {
        throw new IllegalArgumentException("every name can be quoted: " + name, e);
      }
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }

    @Override
    public boolean isNameCompatible(String simpleName, Kind kind) {
      return kind == Kind.SOURCE;
    }
  }

  private static final class Output extends SimpleJavaFileObject {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Output(String className) {
      super(URI.create("memory:///" + className.replace('.', '/')), Kind.CLASS);
    }

    @Override
    public OutputStream openOutputStream() {
      return bytes;
    }
  }
}
