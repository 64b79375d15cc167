/**
 * What the tests of all modules share: the contract every backend passes, and the means to run
 * ranks and processes under hard time limits.
 *
 * <p>{@link io.github.rankpool.testkit.BackendContract} has a test for each rule of {@code
 * docs/backend-contract.md}. A backend extends it and tells through a {@link
 * io.github.rankpool.testkit.WorldHarness} how its ranks are run. What ranks do is a {@link
 * io.github.rankpool.testkit.Scenario}, which can be run by name in another process.
 *
 * <p>This package must not know any backend: it sees them through the SPI only.
 */
@NullMarked
package io.github.rankpool.testkit;

import org.jspecify.annotations.NullMarked;
