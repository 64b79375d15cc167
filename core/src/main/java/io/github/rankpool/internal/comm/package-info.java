/**
 * One thread that owns MPI in a process, and the links it drives: packing records into frames,
 * large payloads into chunks, and back. Knows what is on the wire, but not what tasks are for or
 * who waits for them.
 */
@NullMarked
package io.github.rankpool.internal.comm;

import org.jspecify.annotations.NullMarked;
