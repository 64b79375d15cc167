package io.github.rankpool.cli;

import io.github.rankpool.MpiPoolExecutor;

/**
 * Tells the meters of a program's pools to {@code rankpool run --metrics-port}. The command itself
 * knows no library for that: implementations are found by {@link java.util.ServiceLoader}, with all
 * they need, in jars that stand on no class path of programs and workers.
 */
public interface Exposition {

  /**
   * Adds the meters of a pool, until it ends.
   *
   * @param pool nothing of which has been started yet
   */
  void follow(MpiPoolExecutor pool);

  /**
   * What all meters show now. Called by any thread, also by several at the same time.
   *
   * @return in the text format of Prometheus, version 0.0.4
   */
  String text();
}
