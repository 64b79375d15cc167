package io.github.rankpool.cli;

import io.github.rankpool.config.Setting;
import io.github.rankpool.config.Settings;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes a rank from the command line to the end of the program. Where no launcher started this
 * process, MPI is started only when there is a program to run.
 */
final class Launcher {
  private final Commands commands;
  private final boolean launched;
  private final Supplier<? extends Job> jobs;

  /**
   * Starts nothing yet.
   *
   * @param commands what to do with the command line
   * @param launched whether there may be other ranks
   * @param jobs starts MPI
   */
  Launcher(Commands commands, boolean launched, Supplier<? extends Job> jobs) {
    this.commands = commands;
    this.launched = launched;
    this.jobs = jobs;
  }

  /**
   * Does what the command line says.
   *
   * @return the status to exit with, or empty if this is rank 0 and main has returned
   * @throws JobException if MPI cannot be started
   */
  OptionalInt launch(String... args) {
    Job early = launched ? jobs.get() : null;
    Verdict verdict =
        early == null || early.rank() == 0 ? judge(args) : Verdict.end(Verdict.FAILURE);
    if (early != null) {
      verdict = early.broadcast(verdict);
    }
    ServeOptions service = verdict.service();
    if (service != null) {
      serve(service, early);
      return OptionalInt.of(Verdict.SUCCESS);
    }
    Program program = verdict.program();
    if (program == null) {
      return OptionalInt.of(verdict.status());
    }
    RunOptions options = verdict.options();
    if (early == null && (options.choosesWorkers() || isServiceNamed())) {
      Program onDisk = CompiledClasses.onDisk(program);
      return run(onDisk, options, new OwnWorkers(options, onDisk));
    }
    return run(program, options, early != null ? early : jobs.get());
  }

  /** A service's clients need no MPI of their own. */
  private static boolean isServiceNamed() {
    return Settings.ofProcess().find(Setting.SERVICE).isPresent();
  }

  private static void serve(ServeOptions service, @Nullable Job job) {
    if (job != null) {
      job.serve(service);
    } else {
      Service.alone(service);
    }
  }

  /** Whatever goes wrong here, the other ranks wait for the verdict. */
  private Verdict judge(String... args) {
    try {
      return commands.judge(args);
    } catch (Throwable e) {
      System.err.println("RP-609: the command failed before the program began; please report it");
      e.printStackTrace();
      return Verdict.end(Verdict.FAILURE);
    }
  }

  private static OptionalInt run(Program program, RunOptions options, Job job) {
    System.setProperty(Settings.MAIN_CLASS_PROPERTY, program.mainClass());
    // It lives as long as the JVM: threads of the program may outlive its main method.
    ClassLoader loader = ProgramLoader.of(program);
    Thread.currentThread().setContextClassLoader(loader);
    MainMethod main;
    Watch watch;
    try {
      if (!job.openPool()) {
        return OptionalInt.of(Verdict.SUCCESS);
      }
      main = MainMethod.find(program, loader);
      watch = Watch.begin(program.mainClass(), options, System.err);
    } catch (RefusedException e) {
      System.err.println(e.getMessage());
      return fail(job, e.status());
    } catch (RuntimeException | Error e) {
      System.err.println("RP-610: rank " + job.rank() + " cannot run the program or serve it");
      e.printStackTrace();
      return fail(job, Verdict.FAILURE);
    }
    @Nullable Throwable failure = main.call(program.arguments());
    if (failure == null) {
      return OptionalInt.empty();
    }
    show(failure);
    // An abort may leave no time for it.
    watch.close();
    return fail(job, Verdict.FAILURE);
  }

  /**
   * Shows an exception as Java does for one that leaves the main thread; in a few lines if they say
   * it all and the program has no handler of its own.
   */
  private static void show(Throwable failure) {
    Thread thread = Thread.currentThread();
    boolean handled =
        Thread.getDefaultUncaughtExceptionHandler() != null
            || thread.getUncaughtExceptionHandler() != thread.getThreadGroup();
    Optional<String> brief = handled ? Optional.empty() : BriefFailure.of(failure);
    if (brief.isPresent()) {
      System.err.println(brief.get());
      return;
    }
    try {
      thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
    } catch (Throwable e) {
      // The program's own handler, which has failed as well: show both.
      failure.addSuppressed(e);
      failure.printStackTrace();
    }
  }

  private static OptionalInt fail(Job job, int status) {
    System.out.flush();
    System.err.flush();
    // A rank on its own ends in order, by its shutdown hooks; others have to be ended.
    if (job.size() > 1) {
      job.abort(status);
    }
    return OptionalInt.of(status);
  }
}
