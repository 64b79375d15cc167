/** Tests of what the bindings' package does without calling MPI. */
@NullMarked
package io.github.rankpool.backend.openmpi.bindings;

import org.jspecify.annotations.NullMarked;
