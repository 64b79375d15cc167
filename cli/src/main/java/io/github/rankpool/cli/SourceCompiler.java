package io.github.rankpool.cli;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** Compiles one text in memory with this JVM's compiler. */
final class SourceCompiler {
  private final JavaCompiler compiler;

  /**
   * Uses a compiler.
   *
   * @param compiler or null where there is none
   * @throws RefusedException if there is none
   */
  SourceCompiler(@Nullable JavaCompiler compiler) throws RefusedException {
    if (compiler == null) {
      throw new RefusedException(
          Verdict.FAILURE,
          "RP-607: this Java ("
              + System.getProperty("java.home")
              + ") has no compiler: it is a JRE. Run source text with a JDK, by JAVA_HOME or the"
              + " PATH; or compile it before, and run the jar or the class.");
    }
    this.compiler = compiler;
  }

  static SourceCompiler ofThisJava() throws RefusedException {
    return new SourceCompiler(ToolProvider.getSystemJavaCompiler());
  }

  /**
   * Looks for the class to run: the first on the top level that declares a method main, or else the
   * first one. Minds no errors in the text.
   *
   * @return its full name; empty if there is no class
   */
  Optional<String> mainClass(SourceText source) {
    List<String> all = typeNames(source, false);
    return typeNames(source, true).stream().findFirst().or(() -> all.stream().findFirst());
  }

  /** Whether a text is a whole compilation unit with a main method, rather than statements. */
  boolean declaresMain(SourceText source) {
    return !typeNames(source, true).isEmpty();
  }

  private List<String> typeNames(SourceText source, boolean withMain) {
    List<String> names = new ArrayList<>();
    for (CompilationUnitTree unit : parse(source)) {
      ExpressionTree packageName = unit.getPackageName();
      String prefix = packageName == null ? "" : packageName + ".";
      for (Tree type : unit.getTypeDecls()) {
        if (type instanceof ClassTree named && (!withMain || declaresMain(named))) {
          names.add(prefix + named.getSimpleName());
        }
      }
    }
    return names;
  }

  private static boolean declaresMain(ClassTree type) {
    return type.getMembers().stream()
        .anyMatch(
            member ->
                member instanceof MethodTree method && method.getName().contentEquals("main"));
  }

  private Iterable<? extends CompilationUnitTree> parse(SourceText source) {
    JavacTask task =
        (JavacTask)
            compiler.getTask(
                null, null, ignored -> {}, List.of("-proc:none"), null, List.of(input(source)));
    try {
      return task.parse();
    } catch (IOException e) {
      throw new UncheckedIOException("text in memory cannot be read", e);
    }
  }

  /**
   * Compiles. Prints nothing; warnings are dropped.
   *
   * @param classPath what the text may use, beside the JDK
   * @return class files by class name
   * @throws RefusedException with the compiler's messages, if there are errors
   */
  Map<String, byte[]> compile(SourceText source, List<String> classPath) throws RefusedException {
    DiagnosticCollector<JavaFileObject> messages = new DiagnosticCollector<>();
    List<String> options =
        List.of("-proc:none", "-classpath", String.join(File.pathSeparator, classPath));
    try (StandardJavaFileManager standard = compiler.getStandardFileManager(messages, null, null);
        MemoryFiles output = new MemoryFiles(standard)) {
      if (!compiler.getTask(null, output, messages, options, null, List.of(input(source))).call()) {
        throw new RefusedException(
            Verdict.FAILURE,
            "RP-606: "
                + source.name()
                + " does not compile:\n"
                + CompilerMessages.format(source, messages.getDiagnostics()));
      }
      return output.classes();
    } catch (IOException e) {
      throw new UncheckedIOException("files of the class path cannot be closed", e);
    }
  }

  private static JavaFileObject input(SourceText source) {
    return new MemoryFiles.Input(source.name(), source.compiled());
  }
}
