/** Tests of the Open MPI backend; those named IT start processes of Open MPI. */
@NullMarked
package io.github.rankpool.backend.openmpi;

import org.jspecify.annotations.NullMarked;
