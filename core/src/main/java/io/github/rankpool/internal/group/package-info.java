/**
 * A group of ranks as the thread of a task uses it: messages and collective operations over bytes,
 * waited for by polling, so that MPI is free for the communication thread between two looks and an
 * interrupt ends every wait. Knows the SPI and the lock, but neither tasks nor what the bytes mean.
 *
 * <p>Each group has two communicators, one for the user's messages and one for what is said here:
 *
 * <pre>
 *  send, receive, probe ── Transfers ──▶ user's communicator
 *  a collective operation ── Meeting ──▶ internal communicator: who calls what, with how much
 *                         └─ then the native operation, under the lock: all have come
 * </pre>
 */
@NullMarked
package io.github.rankpool.internal.group;

import org.jspecify.annotations.NullMarked;
