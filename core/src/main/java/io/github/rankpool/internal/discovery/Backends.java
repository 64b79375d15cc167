package io.github.rankpool.internal.discovery;

import io.github.rankpool.spi.Availability;
import io.github.rankpool.spi.MpiException;
import io.github.rankpool.spi.MpiProvider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses a backend:
 *
 * <ol>
 *   <li>the one that was named, or an error with the reason why it cannot be used;
 *   <li>the one whose launcher started this process;
 *   <li>of those usable beside threads, the first in the order {@code openmpi}, {@code mpj}, then
 *       others by name;
 *   <li>threads.
 * </ol>
 */
public final class Backends {
  /** Name of the backend that is always there. */
  public static final String THREADS = "threads";

  private static final Logger LOG = LoggerFactory.getLogger(Backends.class);
  private static final List<String> PREFERENCE = List.of("openmpi", "mpj");

  private final List<MpiProvider> providers;

  /**
   * Chooses among given backends.
   *
   * @param providers in no particular order
   */
  public Backends(List<MpiProvider> providers) {
    this.providers = List.copyOf(providers);
  }

  /**
   * The backends on the class path. One whose provider cannot be loaded is left out with a warning.
   *
   * @param loader to look with
   * @return those found
   */
  public static Backends onClassPath(ClassLoader loader) {
    List<MpiProvider> found = new ArrayList<>();
    Iterator<MpiProvider> all = ServiceLoader.load(MpiProvider.class, loader).iterator();
    while (true) {
      try {
        if (!all.hasNext()) {
          return new Backends(found);
        }
        found.add(all.next());
      } catch (ServiceConfigurationError e) {
        LOG.warn("RP-305: a backend on the class path cannot be loaded and is left out", e);
      }
    }
  }

  /**
   * Chooses a backend.
   *
   * @param name of the backend that was asked for, or null
   * @param origin where the name came from, for the message
   * @return the backend and the reason
   * @throws MpiException if the one that was named is not there or not usable, or none is
   */
  public BackendChoice choose(@Nullable String name, String origin) {
    return name == null ? chooseFreely() : named(name, origin);
  }

  /**
   * Takes off what launchers put among the arguments of a main method.
   *
   * @param mainArguments as the main method got them
   * @return a copy with the program's own
   */
  public String[] programArguments(String... mainArguments) {
    String[] arguments = mainArguments.clone();
    for (MpiProvider provider : providers) {
      if (provider.launchedThisProcess()) {
        arguments = provider.programArguments(arguments);
      }
    }
    return arguments;
  }

  private BackendChoice named(String name, String origin) {
    MpiProvider provider =
        find(name)
            .orElseThrow(
                () ->
                    new MpiException(
                        "RP-306",
                        "no backend '"
                            + name
                            + "' ("
                            + origin
                            + ") on the class path; there are "
                            + names()
                            + ". Add the jar rankpool-backend-"
                            + name
                            + ", or name one of these."));
    Availability availability = provider.availability();
    if (!availability.usable()) {
      throw new MpiException(
          "RP-307",
          "backend '"
              + name
              + "' ("
              + origin
              + ") cannot be used here: "
              + availability.detail()
              + ". "
              + availability.remedy());
    }
    return new BackendChoice(provider, availability, origin);
  }

  private BackendChoice chooseFreely() {
    List<BackendChoice> usable =
        providers.stream()
            .filter(provider -> !provider.name().equals(THREADS))
            .sorted(Comparator.comparingInt(Backends::preference).thenComparing(MpiProvider::name))
            .map(p -> new BackendChoice(p, p.availability(), "the first of those usable here"))
            .filter(choice -> choice.availability().usable())
            .toList();
    for (BackendChoice choice : usable) {
      if (choice.provider().launchedThisProcess()) {
        return choice.because("its launcher started this process");
      }
    }
    if (usable.size() == 1) {
      return usable.get(0).because("the only one usable here beside threads");
    }
    if (!usable.isEmpty()) {
      return usable.get(0);
    }
    return find(THREADS)
        .map(p -> new BackendChoice(p, p.availability(), "no other backend is usable here"))
        .orElseThrow(
            () ->
                new MpiException(
                    "RP-308",
                    "no backend is usable; on the class path are "
                        + names()
                        + ". Add rankpool-backend-threads, which always is."));
  }

  private static int preference(MpiProvider provider) {
    int index = PREFERENCE.indexOf(provider.name());
    return index < 0 ? PREFERENCE.size() : index;
  }

  private Optional<MpiProvider> find(String name) {
    return providers.stream().filter(p -> p.name().equals(name)).findFirst();
  }

  private List<String> names() {
    return providers.stream().map(MpiProvider::name).sorted().toList();
  }
}
