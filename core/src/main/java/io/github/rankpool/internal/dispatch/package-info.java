/**
 * The master's side: the queue of a pool's tasks, which worker gets how many of them, and who is
 * told of the results. Knows frames and communicators, but neither users' futures nor how backends
 * are found.
 */
@NullMarked
package io.github.rankpool.internal.dispatch;

import org.jspecify.annotations.NullMarked;
