package io.github.rankpool.internal.discovery;

import io.github.rankpool.spi.Availability;
import io.github.rankpool.spi.MpiProvider;

/**
 * The backend to use and why.
 *
 * @param provider the backend
 * @param availability what the provider says of itself; usable
 * @param reason for people, such as "its launcher started this process"
 */
public record BackendChoice(MpiProvider provider, Availability availability, String reason) {

  BackendChoice because(String why) {
    return new BackendChoice(provider, availability, why);
  }
}
