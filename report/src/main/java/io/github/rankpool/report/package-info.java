/**
 * What a run can be looked at with:
 *
 * <pre>
 *  pool - statistics, five times a second -&gt; ProgressBar -&gt; one line on standard error
 *       \                                \
 *        - every task that ends ----------&gt; RunRecorder -&gt; a page, a trace
 * </pre>
 *
 * <p>{@link io.github.rankpool.report.RunRecorder} keeps a bounded amount of memory however long
 * the run: the slowest tasks one by one, all others in slots of time. Slots become wider as the run
 * goes on.
 *
 * <p>Owns what is recorded and how it is shown. Knows core's public API; no library, and nothing of
 * the command line.
 */
@NullMarked
package io.github.rankpool.report;

import org.jspecify.annotations.NullMarked;
