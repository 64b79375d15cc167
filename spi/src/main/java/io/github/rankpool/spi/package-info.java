/**
 * MPI as Rankpool needs it: what a backend must offer, and nothing of tasks or pools.
 *
 * <p>A backend is found through {@link java.util.ServiceLoader} as an {@link
 * io.github.rankpool.spi.MpiProvider}. The provider says whether it is usable here and starts the
 * {@link io.github.rankpool.spi.MpiRuntime} of this process: its world, its parent if it was
 * spawned, and the way to spawn others. Communicators move bytes in {@link java.nio.ByteBuffer}s.
 *
 * <p>What every implementation promises is numbered in {@code docs/backend-contract.md}; the rule
 * numbers in this package's Javadoc ({@code P-3}) are those. The testkit has a test for each.
 *
 * <p><b>Buffers.</b> An operation takes the bytes between a buffer's position and limit. A send
 * leaves the buffer's content, position and limit as they were. A receive writes from the position
 * on and, once complete, has moved the position behind the last byte received. A buffer handed to a
 * non-blocking operation belongs to MPI until its {@link io.github.rankpool.spi.Request} is
 * complete. Byte order is the buffer's own business, except for reductions, which take elements in
 * native order.
 *
 * <p><b>Threads.</b> Who may call when is what {@link io.github.rankpool.spi.ThreadLevel} says; the
 * exceptions are methods documented as callable from any thread.
 *
 * <p><b>Errors.</b> Whatever MPI refuses arrives as {@link io.github.rankpool.spi.MpiException};
 * nothing ends the JVM but {@link io.github.rankpool.spi.MpiRuntime#abort(int)}.
 */
@NullMarked
package io.github.rankpool.spi;

import org.jspecify.annotations.NullMarked;
