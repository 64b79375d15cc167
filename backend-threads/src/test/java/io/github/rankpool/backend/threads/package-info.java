/** Tests of the threads backend, and of the testkit against broken versions of it. */
@NullMarked
package io.github.rankpool.backend.threads;

import org.jspecify.annotations.NullMarked;
