package io.github.rankpool.internal.dispatch;

import io.github.rankpool.internal.wire.Pulse;

/**
 * How often master and workers look for each other's messages, and send some.
 *
 * @param backoffNanos longest sleep between two polls, in nanoseconds
 * @param pulse how they show each other that they are alive
 */
public record Timing(long backoffNanos, Pulse pulse) {}
