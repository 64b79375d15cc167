package io.github.rankpool.internal.wire;

/**
 * What a frame's header says.
 *
 * @param type what the frame is for
 * @param records how many records follow; 0 for types without records
 */
public record Header(FrameType type, int records) {}
