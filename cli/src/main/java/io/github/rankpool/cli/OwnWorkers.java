package io.github.rankpool.cli;

import io.github.rankpool.config.Setting;
import java.io.File;

/**
 * A program that runs alone, and whose pools start workers of their own, as the command line says.
 */
final class OwnWorkers implements Job {
  private final RunOptions options;
  private final Program program;

  /**
   * Changes nothing yet.
   *
   * @param options say which workers
   * @param program all of whose classes are on its class path
   */
  OwnWorkers(RunOptions options, Program program) {
    this.options = options;
    this.program = program;
  }

  @Override
  public int rank() {
    return 0;
  }

  @Override
  public int size() {
    return 1;
  }

  @Override
  public Verdict broadcast(Verdict verdict) {
    return verdict;
  }

  /** Sets what pools look for, when they are made and when they start processes. */
  @Override
  public boolean openPool() {
    if (options.backend() != null) {
      System.setProperty(Setting.BACKEND.property(), options.backend());
    }
    if (options.workers() != null) {
      System.setProperty(Setting.MAX_WORKERS.property(), options.workers().toString());
    }
    String own = System.getProperty("java.class.path");
    String ofProgram = String.join(File.pathSeparator, program.classPath());
    System.setProperty("java.class.path", own + File.pathSeparator + ofProgram);
    return true;
  }

  @Override
  public void serve(ServeOptions service) {
    Service.alone(service);
  }

  @Override
  public void abort(int status) {
    Runtime.getRuntime().halt(status);
  }
}
