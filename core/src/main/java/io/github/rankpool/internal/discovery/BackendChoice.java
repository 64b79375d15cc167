package io.github.rankpool.internal.discovery;

import io.github.rankpool.spi.MpiProvider;

/**
 * The backend to use and why.
 *
 * @param provider the backend
 * @param reason for people, such as "its launcher started this process"
 */
public record BackendChoice(MpiProvider provider, String reason) {}
