/**
 * Open MPI as a backend, through the Java bindings that Open MPI brings itself.
 *
 * <p>This package finds Open MPI and says whether it is usable; it names no class of the vendor.
 * All that knows {@code mpi.*} lies in {@link io.github.rankpool.backend.openmpi.bindings}, which
 * is loaded, together with {@code mpi.jar}, by a class loader of its own: another MPI that also
 * calls its package {@code mpi} may lie on the application's class path without harm.
 */
@NullMarked
package io.github.rankpool.backend.openmpi;

import org.jspecify.annotations.NullMarked;
