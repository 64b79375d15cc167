/**
 * The worker's side: takes tasks from the master, runs them on a thread of their own, and sends the
 * results back. Knows nothing of pools, futures or queues of the master.
 */
@NullMarked
package io.github.rankpool.internal.worker;

import org.jspecify.annotations.NullMarked;
