/**
 * What travels between master and workers: payloads, frames and the handshake, as pure functions
 * over bytes. Knows nothing of MPI, threads or pools.
 *
 * <p>A <em>payload</em> is an encoded object: a stream of bytes and large primitive arrays beside
 * it. What many payloads have in common, such as all of a lambda but the values it captured, is a
 * <em>definition</em>, which may travel once and ahead of them. Small payloads travel inside
 * <em>frames</em>; a large one is announced by a record in a frame and follows in <em>chunks</em>,
 * straight from and into its final memory.
 */
@NullMarked
package io.github.rankpool.internal.wire;

import org.jspecify.annotations.NullMarked;
