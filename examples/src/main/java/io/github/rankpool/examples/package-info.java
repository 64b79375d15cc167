/**
 * Programs to start from. Each is one file: the computation, and a {@code main} that runs it on a
 * pool.
 *
 * <pre>
 *  FirstSteps   the program of the README
 *  Hello        every worker says where it is             submitParallel
 *  Pi           all workers integrate together            submitParallel, allReduce
 *  PiTasks      the same, a task for each worker          Workers.communicator, barrier
 *  Julia        a picture, line after line                map
 *  Mandelbrot   a picture, lines as they come             map, unordered, in chunks
 *  Primes       a sum of many numbers                     map, unordered, in chunks
 *  Crawl        answers that lead to more tasks           submit, CompletableFuture
 * </pre>
 *
 * <p>They run unchanged in all ways of running: with workers that are threads, that MPI spawns,
 * that {@code rankpool run} shares, or that are the other ranks of the same program ({@code
 * --spmd}). What makes the difference is {@code Arguments.withPool}; {@code --help} tells the
 * options.
 *
 * <pre>
 *  java -jar lib/rankpool-examples-*.jar                     Julia; the others by name:
 *  java -cp lib/rankpool-examples-*.jar io.github.rankpool.examples.Hello
 *  mpiexec -n 5 --bind-to none bin/rankpool run -m io.github.rankpool.examples.Hello
 *  mpiexec -n 5 --bind-to none java -cp lib/rankpool-examples-*.jar \
 *      io.github.rankpool.examples.Hello --spmd
 * </pre>
 */
@NullMarked
package io.github.rankpool.examples;

import org.jspecify.annotations.NullMarked;
