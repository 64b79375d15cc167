/**
 * Settings from outside the program: where they are looked up, how they are read, and where a value
 * came from, for error messages. Knows nothing of pools.
 */
@NullMarked
package io.github.rankpool.config;

import org.jspecify.annotations.NullMarked;
