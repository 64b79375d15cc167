package io.github.rankpool.backend.mpj.launch;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a spawned process is told by its standard input, where nobody else can read it.
 *
 * @param rank of the process
 * @param worldKey number that the ranks know their world by
 * @param spawner address of the process that spawns
 * @param addresses of the ranks, in rank order
 * @param host where the spawner waits for the ranks
 * @param port where the spawner waits for the ranks
 * @param secret that they prove to each other to hold
 * @param credential of the spawn request
 * @param program of the spawn request
 * @param arguments of the spawn request
 */
record Bootstrap(
    int rank,
    long worldKey,
    long spawner,
    List<Long> addresses,
    String host,
    int port,
    byte[] secret,
    byte[] credential,
    String program,
    List<String> arguments) {

  /** First in the record, so that another version of this class says what is wrong. */
  private static final int VERSION = 0x52_50_00_01;

  /** Far more than a command line takes; protects against garbage only. */
  private static final int LONGEST = 64 << 20;

  int size() {
    return addresses.size();
  }

  /** The record, as it is written to standard input. */
  byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(VERSION);
      out.writeInt(rank);
      out.writeLong(worldKey);
      out.writeLong(spawner);
      out.writeInt(addresses.size());
      for (long address : addresses) {
        out.writeLong(address);
      }
      writeBytes(out, host.getBytes(StandardCharsets.UTF_8));
      out.writeInt(port);
      writeBytes(out, secret);
      writeBytes(out, credential);
      writeBytes(out, program.getBytes(StandardCharsets.UTF_8));
      out.writeInt(arguments.size());
      for (String argument : arguments) {
        writeBytes(out, argument.getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return bytes.toByteArray();
  }

  /**
   * Reads a record; leaves what comes behind it.
   *
   * @throws IOException if this is no such record
   */
  static Bootstrap read(InputStream input) throws IOException {
    DataInputStream in = new DataInputStream(input);
    int version = in.readInt();
    if (version != VERSION) {
      throw new IOException("standard input begins with " + Integer.toHexString(version));
    }
    final int rank = in.readInt();
    final long worldKey = in.readLong();
    final long spawner = in.readLong();
    int size = count(in);
    List<Long> addresses = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      addresses.add(in.readLong());
    }
    final String host = readText(in);
    final int port = in.readInt();
    final byte[] secret = readBytes(in);
    final byte[] credential = readBytes(in);
    final String program = readText(in);
    int count = count(in);
    List<String> arguments = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      arguments.add(readText(in));
    }
    return new Bootstrap(
        rank,
        worldKey,
        spawner,
        List.copyOf(addresses),
        host,
        port,
        secret,
        credential,
        program,
        List.copyOf(arguments));
  }

  private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] readBytes(DataInputStream in) throws IOException {
    byte[] bytes = in.readNBytes(count(in));
    return bytes;
  }

  private static String readText(DataInputStream in) throws IOException {
    return new String(readBytes(in), StandardCharsets.UTF_8);
  }

  private static int count(DataInputStream in) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > LONGEST) {
      throw new IOException("a length of " + count);
    }
    return count;
  }

  @Override
  public String toString() {
    return "Bootstrap[rank " + rank + " of " + size() + ", " + program + "]";
  }
}
