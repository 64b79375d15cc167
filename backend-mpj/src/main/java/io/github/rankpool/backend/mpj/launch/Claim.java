package io.github.rankpool.backend.mpj.launch;

/**
 * Whom a connection is from and what it is for, as the one who connects says.
 *
 * @param rank of the one who connects
 * @param direction of the connection
 * @param port where its siblings reach it, 0 if it expects none
 * @param pid its process id
 */
record Claim(int rank, Direction direction, int port, long pid) {}
