/**
 * The backend whose ranks are threads of this JVM: the embedded default and the reference for what
 * the SPI means.
 *
 * <p>A {@code Rank} owns the one lock and condition that all waiting of its threads goes through. A
 * {@code Space} is what the ranks of a communicator share: for each rank an {@code Inbox}, where
 * messages and posted receives meet by MPI's matching rules (MPI-4.0 §3.5), under the lock of the
 * rank that receives. No thread ever holds two of these locks, and bytes are copied under none, but
 * for short messages that nobody waits for yet. A {@code Channel} is one rank's way into a space;
 * communicators check arguments and use two channels, one for the program's messages and one for
 * their own.
 *
 * <pre>
 *  send ── Message ──▶ Inbox of the receiver ── matches a posted receive: copied once, by the sender
 *                        │ up to 64 KiB: copied, the send is complete
 *                        └ longer: waits in the sender's memory until the receiver copies it
 * </pre>
 *
 * <p>This package must not know tasks, pools, or any other backend.
 */
@NullMarked
package io.github.rankpool.backend.threads;

import org.jspecify.annotations.NullMarked;
