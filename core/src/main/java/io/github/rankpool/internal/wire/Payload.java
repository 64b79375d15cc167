package io.github.rankpool.internal.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An encoded object: a stream of bytes, in pieces so that its length is not bounded by that of an
 * array, and the primitive arrays that stayed out of the stream.
 *
 * <p>Immutable as far as this class goes; with zero copy the arrays beside the stream are the
 * caller's own and must not be changed while the payload is on its way.
 */
public final class Payload {
  /**
   * The longest piece of a stream, in bytes; every piece but the last one has this length. Short
   * enough not to be "humongous" to the G1 collector, which would waste up to half of the memory.
   */
  static final int PIECE_BYTES = 256 * 1024;

  private static final int FIRST_PIECE_BYTES = 512;

  private final List<byte[]> stream;
  private final List<Object> arrays;
  private final List<Definition> definitions;

  Payload(List<byte[]> stream, List<Object> arrays) {
    this(stream, arrays, List.of());
  }

  Payload(List<byte[]> stream, List<Object> arrays, List<Definition> definitions) {
    this.stream = stream;
    this.arrays = arrays;
    this.definitions = definitions;
  }

  /**
   * Makes a payload of bytes as they are.
   *
   * @param bytes not copied
   * @return a payload without arrays beside it
   */
  public static Payload ofBytes(byte[] bytes) {
    if (bytes.length <= PIECE_BYTES) {
      return new Payload(List.of(bytes), List.of());
    }
    try (Output output = new Output()) {
      output.write(bytes, 0, bytes.length);
      return new Payload(output.pieces(), List.of());
    }
  }

  /**
   * The length of stream and arrays together.
   *
   * @return bytes
   */
  public long bytes() {
    long sum = streamBytes();
    for (Object array : arrays) {
      sum += PrimitiveArrays.byteLength(array);
    }
    return sum;
  }

  /**
   * The length of the stream alone, which is what decoding takes its time for.
   *
   * @return bytes
   */
  public long streamBytes() {
    return (stream.size() - 1L) * PIECE_BYTES + stream.get(stream.size() - 1).length;
  }

  List<byte[]> stream() {
    return stream;
  }

  List<Object> arrays() {
    return arrays;
  }

  /**
   * The stream's bytes in one array.
   *
   * @return a new array
   * @throws IllegalStateException if the stream is longer than an array can be
   */
  public byte[] toByteArray() {
    long length = streamBytes();
    if (length > Integer.MAX_VALUE - Long.BYTES) {
      throw new IllegalStateException("stream of " + length + " bytes does not fit an array");
    }
    byte[] all = new byte[(int) length];
    int at = 0;
    for (byte[] piece : stream) {
      System.arraycopy(piece, 0, all, at, piece.length);
      at += piece.length;
    }
    return all;
  }

  /**
   * The definitions that the stream refers to by their numbers. They do not travel with it: whoever
   * decodes it must have got them before. Known to the process only that has encoded it.
   *
   * @return usually none or few
   */
  public List<Definition> definitions() {
    return definitions;
  }

  InputStream openStream() {
    return new Input(stream);
  }

  /** Collects a stream's bytes without ever copying more than one piece. */
  static final class Output extends OutputStream {
    private final List<byte[]> full = new ArrayList<>(1);
    private byte[] piece = new byte[FIRST_PIECE_BYTES];
    private int used;

    @Override
    public void write(int b) {
      reserve();
      piece[used++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      int from = offset;
      int left = length;
      while (left > 0) {
        reserve();
        int n = Math.min(left, piece.length - used);
        System.arraycopy(bytes, from, piece, used, n);
        used += n;
        from += n;
        left -= n;
      }
    }

    private void reserve() {
      if (used < piece.length) {
        return;
      }
      if (piece.length < PIECE_BYTES) {
        piece = Arrays.copyOf(piece, Math.min(PIECE_BYTES, piece.length * 4));
      } else {
        full.add(piece);
        piece = new byte[PIECE_BYTES];
        used = 0;
      }
    }

    List<byte[]> pieces() {
      byte[] last = used == piece.length ? piece : Arrays.copyOf(piece, used);
      if (full.isEmpty()) {
        return List.of(last);
      }
      List<byte[]> all = new ArrayList<>(full);
      all.add(last);
      return all;
    }

    @Override
    public void close() {}
  }

  /** Reads the pieces one behind the other. */
  private static final class Input extends InputStream {
    private final List<byte[]> pieces;
    private int index;
    private int at;

    Input(List<byte[]> pieces) {
      this.pieces = pieces;
    }

    private boolean exhausted() {
      while (at == pieces.get(index).length) {
        if (index == pieces.size() - 1) {
          return true;
        }
        index++;
        at = 0;
      }
      return false;
    }

    @Override
    public int read() {
      return exhausted() ? -1 : pieces.get(index)[at++] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      if (length == 0) {
        return 0;
      }
      if (exhausted()) {
        return -1;
      }
      byte[] piece = pieces.get(index);
      int n = Math.min(length, piece.length - at);
      System.arraycopy(piece, at, target, offset, n);
      at += n;
      return n;
    }

    @Override
    public int available() throws IOException {
      return exhausted() ? 0 : pieces.get(index).length - at;
    }
  }
}
