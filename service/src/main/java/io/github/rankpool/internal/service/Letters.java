package io.github.rankpool.internal.service;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/** How letters are written: a byte that tells the kind, and the parts in their order. */
final class Letters {
  private static final byte OPENING = 1;
  private static final byte WAITING = 2;
  private static final byte READY = 3;
  private static final byte REFUSED = 4;
  private static final byte MESSAGE = 5;
  private static final byte TAKEN = 6;
  private static final byte LOST = 7;
  private static final byte PARTING = 8;
  private static final byte PARTED = 9;
  private static final byte REPLACING = 10;
  private static final byte ALIVE = 11;

  private static final int MAX_SECRET_BYTES = 64;
  private static final int MAX_TEXT = 4000;

  private Letters() {}

  static void write(Letter letter, SealedOutput stream) throws IOException {
    DataOutputStream out = new DataOutputStream(stream);
    if (letter instanceof Letter.Message message) {
      out.writeByte(MESSAGE);
      out.writeInt(message.peer());
      out.writeInt(message.tag());
      out.writeLong(message.number());
      out.writeInt(message.data().remaining());
      stream.write(message.data().duplicate());
    } else if (letter instanceof Letter.Taken taken) {
      out.writeByte(TAKEN);
      out.writeLong(taken.number());
    } else if (letter instanceof Letter.Lost lost) {
      out.writeByte(LOST);
      out.writeInt(lost.peer());
    } else if (letter instanceof Letter.Opening opening) {
      out.writeByte(OPENING);
      out.writeLong(opening.pid());
      writeText(out, opening.host());
      writeText(out, opening.pool());
      out.writeInt(opening.workers());
    } else if (letter instanceof Letter.Replacing replacing) {
      out.writeByte(REPLACING);
      out.writeLong(replacing.ticket());
      out.writeInt(replacing.workers());
      out.writeInt(replacing.firstRank());
      out.writeInt(replacing.poolSize());
    } else if (letter instanceof Letter.Waiting waiting) {
      out.writeByte(WAITING);
      out.writeInt(waiting.ahead());
      writeText(out, waiting.who());
    } else if (letter instanceof Letter.Ready ready) {
      out.writeByte(READY);
      writeText(out, ready.backend());
      out.writeInt(ready.workers());
      out.writeByte(ready.secret().length);
      out.write(ready.secret());
      out.writeLong(ready.ticket());
    } else if (letter instanceof Letter.Refused refused) {
      out.writeByte(REFUSED);
      writeText(out, refused.code());
      writeText(out, refused.reason());
    } else if (letter instanceof Letter.Parting parting) {
      out.writeByte(PARTING);
      out.writeBoolean(parting.orderly());
    } else if (letter instanceof Letter.Alive) {
      out.writeByte(ALIVE);
    } else {
      out.writeByte(PARTED);
    }
  }

  private static void writeText(DataOutputStream out, String text) throws IOException {
    out.writeUTF(text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text);
  }

  /**
   * Reads the next letter.
   *
   * @throws java.io.EOFException at the end of the stream
   */
  static Letter read(DataInputStream in) throws IOException {
    byte kind = in.readByte();
    return switch (kind) {
      case OPENING -> new Letter.Opening(in.readLong(), in.readUTF(), in.readUTF(), in.readInt());
      case WAITING -> new Letter.Waiting(in.readInt(), in.readUTF());
      case READY -> new Letter.Ready(in.readUTF(), in.readInt(), readSecret(in), in.readLong());
      case REFUSED -> new Letter.Refused(in.readUTF(), in.readUTF());
      case MESSAGE -> new Letter.Message(in.readInt(), in.readInt(), in.readLong(), readData(in));
      case TAKEN -> new Letter.Taken(in.readLong());
      case LOST -> new Letter.Lost(in.readInt());
      case PARTING -> new Letter.Parting(in.readBoolean());
      case PARTED -> new Letter.Parted();
      case ALIVE -> new Letter.Alive();
      case REPLACING ->
          new Letter.Replacing(in.readLong(), in.readInt(), in.readInt(), in.readInt());
      default -> throw new IOException("a letter of unknown kind " + kind);
    };
  }

  private static byte[] readSecret(DataInputStream in) throws IOException {
    int length = in.readUnsignedByte();
    if (length > MAX_SECRET_BYTES) {
      throw new IOException("a secret of " + length + " bytes");
    }
    return readFully(in, length);
  }

  private static ByteBuffer readData(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > Letter.MAX_MESSAGE_BYTES) {
      throw new IOException("a message of " + length + " bytes");
    }
    return ByteBuffer.wrap(readFully(in, length));
  }

  private static byte[] readFully(DataInputStream in, int length) throws IOException {
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return bytes;
  }
}
