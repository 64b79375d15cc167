/**
 * What travels between master and workers: payloads, frames and the handshake, as pure functions
 * over bytes. Knows nothing of MPI, threads or pools.
 *
 * <p>A <em>payload</em> is an encoded object: a stream of bytes and, with zero copy, large
 * primitive arrays beside it. Small payloads travel inside <em>frames</em>; a large one is
 * announced by a record in a frame and follows in <em>chunks</em>, straight from and into its final
 * memory.
 */
@NullMarked
package io.github.rankpool.internal.wire;

import org.jspecify.annotations.NullMarked;
