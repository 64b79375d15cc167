/**
 * Starts the ranks of a spawned world as processes, here and on other hosts, and connects them with
 * this process and with each other.
 */
@NullMarked
package io.github.rankpool.backend.mpj.launch;

import org.jspecify.annotations.NullMarked;
