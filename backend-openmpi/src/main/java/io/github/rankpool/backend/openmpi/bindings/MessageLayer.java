package io.github.rankpool.backend.openmpi.bindings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The component that carries Open MPI's messages (its {@code pml}), which each process chooses by
 * trying them all. Processes that talk must have the same, so what this one has chosen is what the
 * ranks that it spawns would choose; told so, they need not try.
 */
final class MessageLayer {
  /** What Open MPI reads the choice from. */
  static final String VARIABLE = "OMPI_MCA_pml";

  private static final Path MAPPED_FILES = Path.of("/proc/self/maps");
  private static final Pattern COMPONENT = Pattern.compile("/mca_pml_(\\w+)\\.so");

  private MessageLayer() {}

  /**
   * The variable that tells spawned ranks, once MPI is initialised. Empty if the user has decided,
   * or where it cannot be seen: Open MPI unloads those it has not chosen, but may be built with all
   * of them in one library.
   */
  static Map<String, String> forSpawned() {
    if (System.getenv(VARIABLE) != null) {
      return Map.of();
    }
    try (Stream<String> lines = Files.lines(MAPPED_FILES)) {
      return only(lines).map(name -> Map.of(VARIABLE, name)).orElseGet(Map::of);
    } catch (IOException | UncheckedIOException e) {
      return Map.of();
    }
  }

  /** The one component in a list of mapped files; empty if there are none or several. */
  static Optional<String> only(Stream<String> mappedFiles) {
    List<String> names =
        mappedFiles
            .map(COMPONENT::matcher)
            .filter(Matcher::find)
            .map(component -> component.group(1))
            .distinct()
            .toList();
    return names.size() == 1 ? Optional.of(names.get(0)) : Optional.empty();
  }
}
