@NullMarked
package io.github.rankpool.backend.mpj.launch;

import org.jspecify.annotations.NullMarked;
