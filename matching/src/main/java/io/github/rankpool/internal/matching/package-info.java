/**
 * Matches messages with receives by MPI's rules (MPI-4.0 §3.5), for backends whose MPI leaves it to
 * them, and builds on it what needs no more: probes, requests, collective operations.
 *
 * <p>A {@code Waiter} is the one lock and condition that all waiting of a rank's threads goes
 * through. In an {@code Inbox} messages and posted receives meet, under the lock of the rank that
 * receives. No thread ever holds two of these locks, and bytes are copied under none, but for short
 * messages that nobody waits for yet. A {@code Channel} is one rank's way to a group of peers;
 * communicators check arguments and use two channels, one for the program's messages and one for
 * their own.
 */
@NullMarked
package io.github.rankpool.internal.matching;

import org.jspecify.annotations.NullMarked;
