/**
 * The way between a client and a pool that serves it from elsewhere: how the client finds the
 * service, how both prove to hold its key, and how messages between the client and the service's
 * workers travel.
 *
 * <p>A {@code ServiceFile} tells where a service listens, and its key. A {@code Conversation} is
 * one connection: sealed in both directions under keys that are made of the service's key for this
 * connection alone, it carries {@code Letter}s, which a {@code Postman} sends. To the client's
 * pool, {@code ServiceRuntime} is the MPI that it uses: its only communicator joins the client with
 * the workers. Nothing here knows tasks, frames or pools.
 */
@NullMarked
package io.github.rankpool.internal.service;

import org.jspecify.annotations.NullMarked;
