/**
 * The command {@code rankpool}. Its sub-command {@code run} starts a program on the ranks of an MPI
 * job:
 *
 * <pre>
 *  rank 0: read the command line and the program, compile it - broadcast -&gt; open the pool -&gt; main
 *  others:                                                     receive   -&gt; serve tasks until the end
 * </pre>
 *
 * <p>{@code config} shows the settings and starts nothing.
 *
 * <p>Only rank 0 looks at its arguments, reads files and standard input, and writes messages. What
 * it comes to is a {@link io.github.rankpool.cli.Verdict}: an exit status, or a description of the
 * program that every rank makes the same class loader from.
 *
 * <p>{@code doctor} tries each backend in a JVM of its own, so that one that hangs or crashes is
 * just another finding:
 *
 * <pre>
 *  DoctorCommand - Diagnosis: ask the provider - Trial: child JVM, time limit - Report
 *                                                  | lines with facts
 *                     Echo &lt;-- MPI --&gt; TrialMain: start, spawn, ping
 * </pre>
 *
 * <p>{@code bench} does the same with {@code BenchMain}, which has pools do tasks that do nothing.
 *
 * <p>With {@code --metrics-port} rank 0 serves what an {@link io.github.rankpool.cli.Exposition}
 * says of the program's pools; its jars are on no class path.
 *
 * <p>Owns the command line and the loading of programs. Knows the public API, and of backends only
 * what they say of themselves; what a pool does is core's business.
 */
@NullMarked
package io.github.rankpool.cli;

import org.jspecify.annotations.NullMarked;
