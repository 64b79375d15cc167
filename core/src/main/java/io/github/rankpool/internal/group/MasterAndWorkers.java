package io.github.rankpool.internal.group;

import io.github.rankpool.spi.InterCommunicator;
import io.github.rankpool.spi.IntraCommunicator;

/**
 * The two halves of a divided group: one master, and all others.
 *
 * @param own this rank's half
 * @param other the way to the other half
 */
public record MasterAndWorkers(IntraCommunicator own, InterCommunicator other) {}
