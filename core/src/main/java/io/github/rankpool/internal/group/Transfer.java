package io.github.rankpool.internal.group;

import io.github.rankpool.spi.Request;
import java.nio.ByteBuffer;

/**
 * An operation under way, and the memory that it keeps from being freed.
 *
 * @param request to be tested until complete
 * @param memory belongs to MPI meanwhile
 */
record Transfer(Request request, ByteBuffer memory) {}
