/**
 * Programs to start from. Each is one file: the computation, and a {@code main} that runs it on a
 * pool. They run unchanged on threads and on MPI.
 */
@NullMarked
package io.github.rankpool.examples;

import org.jspecify.annotations.NullMarked;
