/** Tests of the backend for MPJ Express. */
@NullMarked
package io.github.rankpool.backend.mpj;

import org.jspecify.annotations.NullMarked;
