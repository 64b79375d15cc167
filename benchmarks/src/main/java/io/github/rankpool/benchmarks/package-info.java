/**
 * Measures Rankpool beside its peers, in whole processes.
 *
 * <pre>
 *  Peers          the driver: rounds of contenders, then the report
 *  Contenders     who takes part, and the commands that start them
 *  ChildProcess   one command within a time limit, and the samples it printed
 *  PoolProgram    what a contender in Java runs; peers.py is the one in Python
 *  RawProgram     ping-pong through the SPI, without a pool
 *  Figures        the samples of all rounds, and their medians
 *  Report, Plot   tables and pictures of them
 *  MetricsCost    a program of its own: what a pool loses by having meters
 * </pre>
 *
 * <p>Contenders print lines of three words, {@code name value unit}. A name is the scenario, then
 * what was measured in it: {@code throughput.submit}, {@code echo.double.1048576}.
 */
@NullMarked
package io.github.rankpool.benchmarks;

import org.jspecify.annotations.NullMarked;
