package io.github.rankpool.backend.mpj.launch;

import io.github.rankpool.spi.SpawnRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StreamCorruptedException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a rank must know to take its place, written to its standard input, where nobody else sees
 * it.
 *
 * <pre>
 * | magic 4 | version 4 | bytes that follow 4 | rank 4 | size 4 | world key 8 | parent's address 8 |
 * | size x address 8 | secret 32 | limit in ms 8 | credential | rendezvous' IP address | port 4 |
 * | program | number of arguments 4 | arguments |
 * </pre>
 *
 * <p>Parts without a number have their length in front of them, in 4 bytes. Text is UTF-16, which
 * keeps every Java string as it is.
 *
 * @param rank of the rank, from 0
 * @param worldKey of the launch
 * @param parentAddress of the launching process
 * @param addresses of all ranks
 * @param secret of the launch
 * @param limit how long joining may take
 * @param credential of the spawn request
 * @param rendezvous where the launching process listens
 * @param program class of a {@link io.github.rankpool.spi.RankProgram}
 * @param arguments of the program
 */
record Bootstrap(
    int rank,
    long worldKey,
    long parentAddress,
    long[] addresses,
    byte[] secret,
    Duration limit,
    byte[] credential,
    InetSocketAddress rendezvous,
    String program,
    List<String> arguments) {

  /** The longest record. */
  static final int MAX_BYTES = 16 << 20;

  private static final int MAGIC = 0x5250_4d42; // "RPMB"
  private static final int VERSION = 1;
  private static final int MAX_IP_BYTES = 16;

  int size() {
    return addresses.length;
  }

  byte[] encode() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(body);
    out.writeInt(rank);
    out.writeInt(addresses.length);
    out.writeLong(worldKey);
    out.writeLong(parentAddress);
    for (long address : addresses) {
      out.writeLong(address);
    }
    out.write(secret);
    out.writeLong(limit.toMillis());
    writeBytes(out, credential);
    writeBytes(out, rendezvous.getAddress().getAddress());
    out.writeInt(rendezvous.getPort());
    writeText(out, program);
    out.writeInt(arguments.size());
    for (String argument : arguments) {
      writeText(out, argument);
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    DataOutputStream head = new DataOutputStream(whole);
    head.writeInt(MAGIC);
    head.writeInt(VERSION);
    head.writeInt(body.size());
    body.writeTo(head);
    return whole.toByteArray();
  }

  /**
   * Reads one record and nothing behind it.
   *
   * @throws IOException if there is none, or one of another version
   */
  static Bootstrap read(InputStream stream) throws IOException {
    DataInputStream head = new DataInputStream(stream);
    if (head.readInt() != MAGIC) {
      throw new StreamCorruptedException("this is no start-up record");
    }
    int version = head.readInt();
    if (version != VERSION) {
      throw new StreamCorruptedException("start-up record of version " + version);
    }
    byte[] body = new byte[bounded(head.readInt(), MAX_BYTES)];
    head.readFully(body);
    return decode(new DataInputStream(new ByteArrayInputStream(body)));
  }

  private static Bootstrap decode(DataInputStream in) throws IOException {
    int rank = in.readInt();
    int size = bounded(in.readInt(), in.available() / Long.BYTES);
    bounded(rank, size - 1);
    long worldKey = in.readLong();
    long parentAddress = in.readLong();
    long[] addresses = new long[size];
    for (int i = 0; i < size; i++) {
      addresses[i] = in.readLong();
    }
    byte[] secret = new byte[Handshake.SECRET_BYTES];
    in.readFully(secret);
    Duration limit = Duration.ofMillis(in.readLong());
    byte[] credential = readBytes(in, SpawnRequest.MAX_CREDENTIAL_BYTES);
    InetAddress host = InetAddress.getByAddress(readBytes(in, MAX_IP_BYTES));
    InetSocketAddress rendezvous = new InetSocketAddress(host, in.readInt());
    String program = readText(in);
    int count = bounded(in.readInt(), in.available() / Integer.BYTES);
    List<String> arguments = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      arguments.add(readText(in));
    }
    return new Bootstrap(
        rank,
        worldKey,
        parentAddress,
        addresses,
        secret,
        limit,
        credential,
        rendezvous,
        program,
        List.copyOf(arguments));
  }

  private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] readBytes(DataInputStream in, int longest) throws IOException {
    byte[] bytes = new byte[bounded(in.readInt(), longest)];
    in.readFully(bytes);
    return bytes;
  }

  private static void writeText(DataOutputStream out, String text) throws IOException {
    out.writeInt(text.length());
    out.writeChars(text);
  }

  private static String readText(DataInputStream in) throws IOException {
    char[] text = new char[bounded(in.readInt(), in.available() / Character.BYTES)];
    for (int i = 0; i < text.length; i++) {
      text[i] = in.readChar();
    }
    return new String(text);
  }

  private static int bounded(int number, int largest) throws StreamCorruptedException {
    if (number < 0 || number > largest) {
      throw new StreamCorruptedException(number + " in a place for 0 to " + largest);
    }
    return number;
  }

  /** Shows no secret. */
  @Override
  public String toString() {
    return "Bootstrap[rank " + rank + " of " + addresses.length + ", " + program + "]";
  }
}
