package io.github.rankpool.internal.comm;

import io.github.rankpool.spi.Communicator;
import io.github.rankpool.spi.MatchedMessage;
import io.github.rankpool.spi.Request;
import io.github.rankpool.spi.Status;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Link} needs of MPI: messages to and from peers with numbers. Each method is that of
 * {@link Communicator}.
 */
public interface Mailbox {

  /**
   * The messages of one communicator, whose ranks are the peers.
   *
   * @param communicator for the use of one link alone
   * @return its messages
   */
  static Mailbox of(Communicator communicator) {
    return new Mailbox() {
      @Override
      public Request isend(ByteBuffer buffer, int destination, int tag) {
        return communicator.isend(buffer, destination, tag);
      }

      @Override
      public @Nullable MatchedMessage improbe(int source, int tag) {
        return communicator.improbe(source, tag);
      }

      @Override
      public @Nullable Status iprobe(int source, int tag) {
        return communicator.iprobe(source, tag);
      }

      @Override
      public boolean isLost(int peer) {
        return communicator.isLost(peer);
      }
    };
  }

  /**
   * Starts to send.
   *
   * @param buffer as of {@link Communicator#isend}
   * @param destination a peer
   * @param tag as there
   * @return the operation under way
   */
  Request isend(ByteBuffer buffer, int destination, int tag);

  /**
   * Looks for a message and takes it out of matching.
   *
   * @param source a peer, or {@link Communicator#ANY_SOURCE}
   * @param tag as of {@link Communicator#improbe}
   * @return the message, or null if none is there
   */
  @Nullable MatchedMessage improbe(int source, int tag);

  /**
   * Looks for a message.
   *
   * @param source a peer
   * @param tag as of {@link Communicator#iprobe}
   * @return the next message that matches, or null if none is there
   */
  @Nullable Status iprobe(int source, int tag);

  /**
   * Tells whether MPI knows that a peer is lost.
   *
   * @param peer asked for
   * @return as of {@link Communicator#isLost}
   */
  boolean isLost(int peer);
}
