package io.github.rankpool;

import java.util.Set;

/**
 * What {@link MpiFutures#waitFor} found when it returned. Both sets are in the order in which the
 * futures were given, cannot be changed, and have no future in common.
 *
 * @param done the futures that have a value, have failed or were cancelled
 * @param notDone the others
 * @param <F> type of the futures
 */
public record WaitResult<F>(Set<F> done, Set<F> notDone) {}
