/**
 * The backend {@code mpj}: MPJ Express, launched by its own {@code mpjrun} or by this backend.
 *
 * <p>Nothing here names a class of MPJ Express; what does is in the package {@code device}, which a
 * class loader of its own loads.
 */
@NullMarked
package io.github.rankpool.backend.mpj;

import org.jspecify.annotations.NullMarked;
