package io.github.rankpool.spi;

/**
 * Something about this machine or account that does not keep a backend from starting, but from some
 * of its uses.
 *
 * @param problem what fails, and why
 * @param remedy what the user or administrator can do
 */
public record Hindrance(String problem, String remedy) {}
