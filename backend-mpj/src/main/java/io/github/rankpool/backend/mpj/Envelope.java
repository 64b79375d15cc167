package io.github.rankpool.backend.mpj;

import java.nio.ByteBuffer;

/**
 * What stands before every message between two processes.
 *
 * <pre>
 *  kind    channel, source, tag, bytes               key          behind it
 *  SHORT   of a message                              -            its bytes
 *  LONG    of a message that waits at the sender     of that      -
 *  PULL    -                                         of a LONG    - (one more block may come)
 *  DROP    -                                         of a LONG    -
 *  GOODBYE -                                         -            -
 *  ABORT   bytes: exit status                        -            -
 * </pre>
 *
 * @param kind what it is
 * @param channel number of the channel that the message is for
 * @param source rank of the sender in its group
 * @param tag the message's tag
 * @param bytes the message's length
 * @param key names a transfer, chosen by its sender
 */
record Envelope(Kind kind, long channel, int source, int tag, int bytes, int key) {
  static final int BYTES = 4 + 8 + 4 + 4 + 4 + 4;

  /** The kinds of messages. */
  enum Kind {
    SHORT(1),
    LONG(2),
    PULL(3),
    DROP(4),
    GOODBYE(5),
    ABORT(6);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    private static Kind of(int code) {
      for (Kind kind : KINDS) {
        if (kind.code == code) {
          return kind;
        }
      }
      throw new IllegalArgumentException("a message of kind " + code);
    }
  }

  private static final Kind[] KINDS = Kind.values();

  static Envelope control(Kind kind, int key) {
    return new Envelope(kind, 0, 0, 0, 0, key);
  }

  static Envelope abort(int status) {
    return new Envelope(Kind.ABORT, 0, 0, 0, status, 0);
  }

  ByteBuffer encode() {
    return ByteBuffer.allocate(BYTES)
        .putInt(kind.code)
        .putLong(channel)
        .putInt(source)
        .putInt(tag)
        .putInt(bytes)
        .putInt(key)
        .flip();
  }

  /**
   * Reads an envelope and moves the position behind it.
   *
   * @throws IllegalArgumentException if these bytes are none
   */
  static Envelope decode(ByteBuffer message) {
    if (message.remaining() < BYTES) {
      throw new IllegalArgumentException("a message of " + message.remaining() + " bytes");
    }
    Envelope envelope =
        new Envelope(
            Kind.of(message.getInt()),
            message.getLong(),
            message.getInt(),
            message.getInt(),
            message.getInt(),
            message.getInt());
    boolean complete =
        envelope.kind == Kind.SHORT
            ? envelope.bytes == message.remaining()
            : !message.hasRemaining() && (envelope.bytes >= 0 || envelope.kind == Kind.ABORT);
    if (!complete) {
      throw new IllegalArgumentException(
          envelope + " with " + message.remaining() + " bytes behind it");
    }
    return envelope;
  }
}
