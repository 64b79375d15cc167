package io.github.rankpool.cli;

import io.github.rankpool.spi.Availability;
import io.github.rankpool.spi.Hindrance;
import io.github.rankpool.spi.MpiProvider;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What the doctor has found out about one backend.
 *
 * @param backend its name
 * @param outcome whether it works
 * @param facts what was found, by name
 * @param hindrances what does not work, and what to do
 * @param printed by the trial, if it failed
 */
record Diagnosis(
    String backend,
    Outcome outcome,
    Map<String, String> facts,
    List<Hindrance> hindrances,
    List<String> printed) {

  /** What the user most wants to know. */
  enum Outcome {
    /** A worker was spawned and has answered. */
    WORKS,
    /** All that is needed was found, but a trial failed. */
    FAILS,
    /** Something is missing or set wrongly; nothing was tried. */
    UNUSABLE
  }

  /**
   * Examines a backend.
   *
   * @param trials tries the backend of a name
   */
  static Diagnosis of(MpiProvider provider, Function<String, Trial.Result> trials) {
    Availability availability = provider.availability();
    if (!availability.usable()) {
      return unusable(provider.name(), availability);
    }
    Trial.Result trial = trials.apply(provider.name());
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("found", availability.detail());
    facts.putAll(trial.facts());
    List<Hindrance> hindrances = new ArrayList<>();
    trial.problem().ifPresent(hindrances::add);
    hindrances.addAll(provider.hindrances());
    Outcome outcome = trial.problem().isEmpty() ? Outcome.WORKS : Outcome.FAILS;
    return new Diagnosis(provider.name(), outcome, facts, hindrances, trial.printed());
  }

  /** A backend that Rankpool has, but not on this class path. */
  static Diagnosis absent(String backend) {
    return unusable(backend, Providers.absence(backend));
  }

  private static Diagnosis unusable(String backend, Availability availability) {
    Hindrance reason = new Hindrance(availability.detail(), availability.remedy());
    return new Diagnosis(backend, Outcome.UNUSABLE, Map.of(), List.of(reason), List.of());
  }

  boolean works() {
    return outcome == Outcome.WORKS;
  }

  boolean isMpi() {
    return !backend.equals(Providers.THREADS);
  }
}
