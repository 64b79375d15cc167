/**
 * {@code java.util.concurrent} over MPI: an {@link java.util.concurrent.ExecutorService} whose
 * workers are MPI processes.
 *
 * <pre>
 *  caller thread            communication thread             worker
 *  submit(task) - encode -&gt; queue -&gt; window of worker k ------&gt; run
 *  future &lt;---- decode &lt;---------------------------------------- encode result
 * </pre>
 *
 * <p>{@link io.github.rankpool.MpiPoolExecutor} is the way in. Tasks are lambdas or objects of the
 * {@code Serializable…} interfaces of this package. What a task refers to is copied to the worker;
 * what it returns, or throws, is copied back. {@link io.github.rankpool.MpiFutures} combines
 * futures and waits for many.
 *
 * <p><b>Memory.</b> What a thread did before it submitted a task is visible to the task only as far
 * as it was copied with it: happens-before ends at the process boundary. The same holds on every
 * backend, ranks that are threads included. What a task returned happens-before what the thread
 * does that takes the result from the future.
 *
 * <p><b>Threads.</b> All of this package is safe for use by many threads, unless said otherwise.
 * Tasks, and callbacks of futures, never run on the thread that owns MPI.
 */
@NullMarked
package io.github.rankpool;

import org.jspecify.annotations.NullMarked;
