/**
 * Settings from outside the program: what can be set, where it is looked up, how it is read, and
 * where a value came from, for error messages; and the flags of this JVM. Knows nothing of pools.
 *
 * <pre>
 *  Setting   one definition: key, values, default, meaning, other names
 *  Layer     one place where values stand: properties, environment, file, mpi4py's variables
 *  Settings  the layers of a process, best first
 * </pre>
 */
@NullMarked
package io.github.rankpool.config;

import org.jspecify.annotations.NullMarked;
