package io.github.rankpool.internal.wire;

/**
 * Marks a record that the pool puts around what users gave it. Nothing that is sent refers to such
 * a record, so that nobody can tell whether it is one object or another. Filters need no entry for
 * it: {@link Screening}.
 */
public interface Envelope {}
