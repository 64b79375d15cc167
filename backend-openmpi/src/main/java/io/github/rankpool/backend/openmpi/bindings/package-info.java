/**
 * The SPI over the classes of Open MPI's {@code mpi.jar}; the only code that names {@code mpi.*}.
 *
 * <p>Loaded by a class loader of its own, one for each JVM, because a native library belongs to one
 * class loader. Nothing outside names a class of this package: the provider creates {@link
 * io.github.rankpool.backend.openmpi.bindings.BindingsStarter} reflectively.
 *
 * <p><b>Buffers.</b> The bindings take the memory of a direct buffer from its address on, whatever
 * its position, and copy heap arrays through native memory; on receiving they copy back more than
 * arrived, and for collectives with blocks of unequal sizes they miscalculate the length. So heap
 * memory is handed to them for sends only; all else goes through direct memory of ours.
 */
@NullMarked
package io.github.rankpool.backend.openmpi.bindings;

import org.jspecify.annotations.NullMarked;
