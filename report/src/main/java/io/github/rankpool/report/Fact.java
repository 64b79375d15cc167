package io.github.rankpool.report;

/**
 * Something to tell about a run.
 *
 * @param name what it is
 * @param value of it
 */
record Fact(String name, String value) {}
