package io.github.rankpool.internal.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The layout of frames, in big-endian byte order.
 *
 * <pre>
 *  0       2         3      4              8            12           16
 *  +-------+---------+------+--------------+------------+------------+----------------
 *  | magic | version | type | frame bytes  | records    | sequence   | body ...
 *  +-------+---------+------+--------------+------------+------------+----------------
 *
 *  record: 0        8          9         17      18
 *          +--------+----------+---------+-------+-------------------------------------
 *          | id     | outcome  | nanos   | where | the payload, or what it looks like
 *          +--------+----------+---------+-------+-------------------------------------
 *
 *  where:  0  PayloadShape; the payload follows in chunks
 *          1  length of the stream (4), stream
 *          2  PayloadShape, stream, arrays
 * </pre>
 *
 * <p>The sequence counts the frames from one process to another, from zero. Frame types without
 * records have a body of their own.
 */
public final class Frames {
  /**
   * The longest frame, in bytes. From 64 KiB on, its own header included, Open MPI's TCP layer asks
   * the receiver before it sends a message.
   */
  public static final int MAX_FRAME_BYTES = 63 * 1024;

  /**
   * The longest payload that travels inside a frame, in bytes. It leaves room for the longest
   * shape.
   */
  public static final int MAX_INLINE_BYTES = 56 * 1024;

  /** The longest chunk of a payload that follows its frame, in bytes; a multiple of eight. */
  public static final int MAX_CHUNK_BYTES = 1 << 20;

  /** The version of this protocol. */
  public static final byte VERSION = 4;

  static final int HEADER_BYTES = 16;
  private static final short MAGIC = 0x5250;
  private static final byte IN_CHUNKS = 0;
  private static final byte INSIDE = 1;
  private static final byte INSIDE_WITH_ARRAYS = 2;
  private static final int RECORD_FIXED_BYTES = Long.BYTES + 1 + Long.BYTES + 1;
  private static final int OFFSET_VERSION = 2;
  private static final int OFFSET_LENGTH = 4;
  private static final int OFFSET_RECORDS = 8;

  private Frames() {}

  /**
   * Begins a frame.
   *
   * @param frame cleared buffer of {@link #MAX_FRAME_BYTES}
   * @param type the frame's type
   * @param sequence number of the frame
   */
  public static void begin(ByteBuffer frame, FrameType type, int sequence) {
    frame.order(ByteOrder.BIG_ENDIAN);
    frame.putShort(MAGIC).put(VERSION).put(type.code()).putInt(0).putInt(0).putInt(sequence);
  }

  /**
   * Tells whether a record has room in what is left of a frame. Any record has in a fresh one.
   *
   * @param frame begun frame
   * @param record to be added
   * @return true if {@link #add} may be called
   */
  public static boolean fits(ByteBuffer frame, TaskRecord record) {
    Payload payload = record.payload();
    int body =
        switch (place(payload)) {
          case INSIDE -> Integer.BYTES + (int) payload.bytes();
          case INSIDE_WITH_ARRAYS -> PayloadShape.encodedBytes(payload) + (int) payload.bytes();
          default -> PayloadShape.encodedBytes(payload);
        };
    return frame.remaining() >= RECORD_FIXED_BYTES + body;
  }

  private static byte place(Payload payload) {
    if (payload.bytes() > MAX_INLINE_BYTES) {
      return IN_CHUNKS;
    }
    return payload.arrays().isEmpty() ? INSIDE : INSIDE_WITH_ARRAYS;
  }

  /**
   * Adds a record.
   *
   * @param frame begun frame with room for the record
   * @param record to be added
   * @return true if the payload is inside the frame; false if it has to follow in chunks
   */
  public static boolean add(ByteBuffer frame, TaskRecord record) {
    Payload payload = record.payload();
    byte place = place(payload);
    frame.putLong(record.id()).put(record.outcome().code()).putLong(record.nanos()).put(place);
    if (place == INSIDE) {
      frame.putInt((int) payload.bytes());
    } else {
      PayloadShape.of(payload).writeTo(frame);
    }
    if (place != IN_CHUNKS) {
      new PayloadSource(payload).copyTo(frame);
    }
    frame.putInt(OFFSET_RECORDS, frame.getInt(OFFSET_RECORDS) + 1);
    return place != IN_CHUNKS;
  }

  /**
   * Ends a frame and flips it for sending.
   *
   * @param frame begun frame
   */
  public static void end(ByteBuffer frame) {
    frame.putInt(OFFSET_LENGTH, frame.position());
    frame.flip();
  }

  /**
   * Checks a received frame's header and leaves the buffer's position at the body.
   *
   * @param frame what was received, between position 0 and limit
   * @param sequence the number it must have
   * @return the frame's type and number of records
   * @throws FrameException if this is no frame of this protocol and version, in its place
   */
  public static Header readHeader(ByteBuffer frame, int sequence) throws FrameException {
    frame.order(ByteOrder.BIG_ENDIAN);
    if (frame.remaining() < HEADER_BYTES) {
      throw new FrameException("only " + frame.remaining() + " bytes");
    }
    FrameException.check(frame.getShort() == MAGIC, "it does not begin as a frame does");
    byte version = frame.get(OFFSET_VERSION);
    if (version != VERSION) {
      throw new FrameException(
          "protocol version "
              + version
              + ", expected "
              + VERSION
              + "; use one version of Rankpool");
    }
    frame.position(OFFSET_VERSION + 1);
    FrameType type = FrameType.ofCode(frame.get());
    int length = frame.getInt();
    if (length != frame.limit()) {
      throw new FrameException("length " + length + ", got " + frame.limit());
    }
    int records = frame.getInt();
    int given = frame.getInt();
    if (given != sequence) {
      throw new FrameException("number " + given + ", expected " + sequence);
    }
    if (records < 0 || (!type.hasRecords() && records > 0)) {
      throw new FrameException(records + " records in " + type);
    }
    return new Header(type, records);
  }

  /**
   * Reads the next record.
   *
   * @param frame positioned at a record
   * @return the record, or the announcement of one
   * @throws FrameException if the frame is damaged
   */
  public static Announced readRecord(ByteBuffer frame) throws FrameException {
    FrameException.check(frame.remaining() >= RECORD_FIXED_BYTES, "record is cut off");
    long id = frame.getLong();
    Outcome outcome = Outcome.ofCode(frame.get());
    long nanos = frame.getLong();
    byte place = frame.get();
    return switch (place) {
      case IN_CHUNKS -> new Announced(id, outcome, nanos, null, PayloadShape.readFrom(frame));
      case INSIDE -> new Announced(id, outcome, nanos, readStream(frame), null);
      case INSIDE_WITH_ARRAYS -> new Announced(id, outcome, nanos, readWithArrays(frame), null);
      default -> throw new FrameException("payload in place " + place);
    };
  }

  private static Payload readStream(ByteBuffer frame) throws FrameException {
    FrameException.check(frame.remaining() >= Integer.BYTES, "record is cut off");
    int length = frame.getInt();
    FrameException.check(length >= 0 && length <= frame.remaining(), "payload is cut off");
    byte[] bytes = new byte[length];
    frame.get(bytes);
    return Payload.ofBytes(bytes);
  }

  private static Payload readWithArrays(ByteBuffer frame) throws FrameException {
    PayloadShape shape = PayloadShape.readFrom(frame);
    FrameException.check(shape.bytes() <= frame.remaining(), "payload is cut off");
    int bytes = (int) shape.bytes();
    PayloadSink sink = new PayloadSink(shape, MAX_FRAME_BYTES);
    sink.accept(frame.slice(frame.position(), bytes));
    frame.position(frame.position() + bytes);
    return sink.payload();
  }
}
