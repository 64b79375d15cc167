package io.github.rankpool;

import java.io.Serializable;

/** A task without a result that can be sent to a worker. */
@FunctionalInterface
public interface SerializableRunnable extends Runnable, Serializable {}
