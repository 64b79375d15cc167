/**
 * The service's end of the way between clients and workers. A {@code Gateway} lets clients in that
 * hold its key, gets workers for each, and has a {@code Relay} on the communication thread pass the
 * messages on, unread, between the client's conversation and MPI.
 */
@NullMarked
package io.github.rankpool.internal.relay;

import org.jspecify.annotations.NullMarked;
