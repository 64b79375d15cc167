package io.github.rankpool.spi;

/**
 * What is known of a message received or probed (MPI-4.0 §3.2.5).
 *
 * @param source rank of the sender in the communicator's (for intercommunicators: remote) group
 * @param tag the message's tag
 * @param bytes the message's length in bytes
 */
public record Status(int source, int tag, int bytes) {}
