/**
 * The backend whose ranks are threads of this JVM: the embedded default and the reference for what
 * the SPI means.
 *
 * <p>A {@code Space} is what the ranks of a communicator share: for each rank an {@code Inbox}
 * (package {@code matching}), into which the others put their messages. A {@code RankChannel} is
 * one rank's way into a space.
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
