/**
 * The meters of a program's pools, as {@code rankpool run --metrics-port} serves them: brings
 * Micrometer's registry for Prometheus to the command, which knows of neither.
 */
@NullMarked
package io.github.rankpool.metrics.prometheus;

import org.jspecify.annotations.NullMarked;
