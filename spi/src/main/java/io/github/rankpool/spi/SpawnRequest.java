package io.github.rankpool.spi;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to spawn (MPI-4.0 §11.8.2): Java ranks that run a {@link RankProgram}. A backend whose ranks
 * are threads uses the number, program, arguments and credential, and none of what concerns
 * processes.
 *
 * <p>Immutable. {@code toString} does not show the credential.
 */
public final class SpawnRequest {

  /** The longest credential, in bytes. */
  public static final int MAX_CREDENTIAL_BYTES = 64;

  private final int ranks;
  private final String program;
  private final List<String> arguments;
  private final byte[] credential;
  private final Optional<Path> javaExecutable;
  private final List<String> jvmArguments;
  private final List<Path> classPath;
  private final Optional<Path> workingDirectory;
  private final Map<String, String> environment;
  private final Map<String, String> info;

  private SpawnRequest(Builder builder) {
    this.ranks = builder.ranks;
    this.program = builder.program;
    this.arguments = List.copyOf(builder.arguments);
    this.credential = builder.credential.clone();
    this.javaExecutable = builder.javaExecutable;
    this.jvmArguments = List.copyOf(builder.jvmArguments);
    this.classPath = List.copyOf(builder.classPath);
    this.workingDirectory = builder.workingDirectory;
    this.environment = Map.copyOf(builder.environment);
    this.info = Map.copyOf(builder.info);
  }

  /**
   * Begins a request for ranks of this JVM's executable and class path.
   *
   * @param ranks how many, at least one
   * @param program what they run
   * @return a builder
   * @throws IllegalArgumentException if {@code ranks} is less than one
   */
  public static Builder of(int ranks, Class<? extends RankProgram> program) {
    return new Builder(ranks, program.getName());
  }

  /**
   * How many ranks to start.
   *
   * @return at least one
   */
  public int ranks() {
    return ranks;
  }

  /**
   * The class that the ranks run.
   *
   * @return name of a {@link RankProgram}
   */
  public String program() {
    return program;
  }

  /**
   * Arguments for the program. Other users of the machine may see them.
   *
   * @return immutable
   */
  public List<String> arguments() {
    return arguments;
  }

  /**
   * The secret for the ranks, to be passed on by a way that other users cannot see (rule S-5).
   *
   * @return a copy; empty if there is none
   */
  public byte[] credential() {
    return credential.clone();
  }

  /**
   * The {@code java} to start.
   *
   * @return a path, or empty for this JVM's
   */
  public Optional<Path> javaExecutable() {
    return javaExecutable;
  }

  /**
   * Arguments of the ranks' JVMs.
   *
   * @return immutable
   */
  public List<String> jvmArguments() {
    return jvmArguments;
  }

  /**
   * Class path of the ranks' JVMs.
   *
   * @return immutable; empty for this JVM's
   */
  public List<Path> classPath() {
    return classPath;
  }

  /**
   * Where the ranks start.
   *
   * @return a directory, or empty for the implementation's choice
   */
  public Optional<Path> workingDirectory() {
    return workingDirectory;
  }

  /**
   * Environment variables to add. Other users of the machine may see them.
   *
   * @return immutable
   */
  public Map<String, String> environment() {
    return environment;
  }

  /**
   * Hints for the MPI implementation (MPI-4.0 §10), which override those the backend would give.
   *
   * @return immutable
   */
  public Map<String, String> info() {
    return info;
  }

  @Override
  public String toString() {
    return "SpawnRequest[" + ranks + " x " + program + " " + arguments + "]";
  }

  /** Collects the optional parts of a request. Not thread-safe. */
  public static final class Builder {
    private final int ranks;
    private final String program;
    private List<String> arguments = List.of();
    private byte[] credential = {};
    private Optional<Path> javaExecutable = Optional.empty();
    private List<String> jvmArguments = List.of();
    private List<Path> classPath = List.of();
    private Optional<Path> workingDirectory = Optional.empty();
    private Map<String, String> environment = Map.of();
    private Map<String, String> info = Map.of();

    private Builder(int ranks, String program) {
      if (ranks < 1) {
        throw new IllegalArgumentException(
            "RP-303: ranks to spawn must be at least 1, not " + ranks);
      }
      this.ranks = ranks;
      this.program = program;
    }

    /**
     * Sets the program's arguments.
     *
     * @param values visible to other users of the machine
     * @return this
     */
    public Builder arguments(List<String> values) {
      this.arguments = values;
      return this;
    }

    /**
     * Sets the secret for the ranks.
     *
     * @param secret at most {@link #MAX_CREDENTIAL_BYTES} bytes
     * @return this
     * @throws IllegalArgumentException if it is longer
     */
    public Builder credential(byte[] secret) {
      if (secret.length > MAX_CREDENTIAL_BYTES) {
        throw new IllegalArgumentException(
            "RP-303: credential has "
                + secret.length
                + " bytes; at most "
                + MAX_CREDENTIAL_BYTES
                + " are passed on");
      }
      this.credential = secret.clone();
      return this;
    }

    /**
     * Sets the {@code java} to start.
     *
     * @param path an executable on the ranks' machines
     * @return this
     */
    public Builder javaExecutable(Path path) {
      this.javaExecutable = Optional.of(path);
      return this;
    }

    /**
     * Sets the arguments of the ranks' JVMs.
     *
     * @param values as on a command line, before the main class
     * @return this
     */
    public Builder jvmArguments(List<String> values) {
      this.jvmArguments = values;
      return this;
    }

    /**
     * Sets the class path of the ranks' JVMs.
     *
     * @param entries jars and directories; empty for this JVM's class path
     * @return this
     */
    public Builder classPath(List<Path> entries) {
      this.classPath = entries;
      return this;
    }

    /**
     * Sets where the ranks start.
     *
     * @param directory a directory on the ranks' machines
     * @return this
     */
    public Builder workingDirectory(Path directory) {
      this.workingDirectory = Optional.of(directory);
      return this;
    }

    /**
     * Sets environment variables of the ranks.
     *
     * @param variables visible to other users of the machine
     * @return this
     */
    public Builder environment(Map<String, String> variables) {
      this.environment = variables;
      return this;
    }

    /**
     * Sets hints for the MPI implementation.
     *
     * @param hints keys and values the implementation knows
     * @return this
     */
    public Builder info(Map<String, String> hints) {
      this.info = hints;
      return this;
    }

    /**
     * Makes the request.
     *
     * @return an immutable copy of what was set
     */
    public SpawnRequest build() {
      return new SpawnRequest(this);
    }
  }
}
