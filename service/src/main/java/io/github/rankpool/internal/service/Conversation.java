package io.github.rankpool.internal.service;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;

/**
 * A connection between a client and a service, sealed both ways.
 *
 * <pre>
 *  client                                   service
 *    "RANKPOOL", version, nonce       --&gt;
 *                                     &lt;--     "RANKPOOL", version, nonce
 *    sealed records                   &lt;--&gt;   sealed records
 * </pre>
 *
 * <p>The keys of the two directions are HMAC-SHA-256 of both nonces under the service's key. Who
 * does not hold that can neither write a record nor open one; the key itself does not travel.
 *
 * <p>One thread may read and another write.
 */
public final class Conversation implements Closeable {
  /**
   * Who has said nothing for so long, though a {@link Postman} does every few seconds, is gone: its
   * machine or the network is down.
   */
  public static final Duration SILENCE_LIMIT = Duration.ofMinutes(2);

  private static final byte[] MAGIC = "RANKPOOL".getBytes(StandardCharsets.US_ASCII);
  private static final byte VERSION = 1;
  private static final int NONCE_BYTES = 16;

  private final Socket socket;
  private final DataInputStream in;
  private final SealedOutput out;

  private Conversation(Socket socket, byte[] keyIn, byte[] keyOut) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(new SealedInput(socket.getInputStream(), keyIn));
    this.out = new SealedOutput(socket.getOutputStream(), keyOut);
  }

  /** The peer speaks otherwise than this version of Rankpool, or is something else. */
  public static final class StrangerException extends IOException {
    private static final long serialVersionUID = 1L;

    StrangerException(String message) {
      super(message);
    }
  }

  /**
   * Opens a conversation, for a client. What is read first shows whether the service holds the key.
   *
   * @param address where the service listens
   * @param key the service's
   * @param limit how long to wait for an answer
   * @return to be closed by the caller
   * @throws IOException if nobody answers there, or something else does
   */
  public static Conversation open(InetSocketAddress address, ServiceKey key, Duration limit)
      throws IOException {
    Socket socket = new Socket();
    try {
      int millis = Math.toIntExact(limit.toMillis());
      prepare(socket);
      socket.connect(address, millis);
      socket.setSoTimeout(millis);
      byte[] own = newNonce();
      greet(socket.getOutputStream(), own);
      byte[] other = readGreeting(socket.getInputStream());
      socket.setSoTimeout(0);
      return new Conversation(socket, fromService(key, own, other), fromClient(key, own, other));
    } catch (Throwable e) {
      socket.close();
      throw e;
    }
  }

  /**
   * Takes up a conversation, for a service, and hears the client's first letter: none that does not
   * hold the key can send one.
   *
   * @param socket the client's; the caller's to close if this fails
   * @param key the service's
   * @param limit how long to wait for each answer
   * @return to be closed by the caller
   * @throws IOException if the client is none
   */
  public static Conversation take(Socket socket, ServiceKey key, Duration limit)
      throws IOException {
    prepare(socket);
    socket.setSoTimeout(Math.toIntExact(limit.toMillis()));
    byte[] other = readGreeting(socket.getInputStream());
    byte[] own = newNonce();
    greet(socket.getOutputStream(), own);
    return new Conversation(socket, fromClient(key, other, own), fromService(key, other, own));
  }

  private static void prepare(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    socket.setKeepAlive(true);
  }

  private static byte[] fromClient(ServiceKey key, byte[] ofClient, byte[] ofService) {
    return key.derive("rankpool client to service", ofClient, ofService);
  }

  private static byte[] fromService(ServiceKey key, byte[] ofClient, byte[] ofService) {
    return key.derive("rankpool service to client", ofClient, ofService);
  }

  private static byte[] newNonce() {
    byte[] nonce = new byte[NONCE_BYTES];
    new SecureRandom().nextBytes(nonce);
    return nonce;
  }

  private static void greet(OutputStream out, byte[] nonce) throws IOException {
    byte[] greeting = Arrays.copyOf(MAGIC, MAGIC.length + 1 + NONCE_BYTES);
    greeting[MAGIC.length] = VERSION;
    System.arraycopy(nonce, 0, greeting, MAGIC.length + 1, NONCE_BYTES);
    out.write(greeting);
    out.flush();
  }

  private static byte[] readGreeting(InputStream in) throws IOException {
    byte[] greeting = in.readNBytes(MAGIC.length + 1 + NONCE_BYTES);
    if (greeting.length == 0) {
      throw new EOFException("closed without a word");
    }
    if (greeting.length <= MAGIC.length
        || !Arrays.equals(MAGIC, 0, MAGIC.length, greeting, 0, MAGIC.length)) {
      throw new StrangerException("not a Rankpool service, nor a client of one");
    }
    if (greeting[MAGIC.length] != VERSION) {
      throw new StrangerException(
          "version " + greeting[MAGIC.length] + " of the protocol; this one speaks " + VERSION);
    }
    if (greeting.length < MAGIC.length + 1 + NONCE_BYTES) {
      throw new EOFException("closed in the middle of its greeting");
    }
    return Arrays.copyOfRange(greeting, MAGIC.length + 1, greeting.length);
  }

  /**
   * Waits for the next letter, but for those that only tell that the peer is there.
   *
   * @return the letter
   * @throws EOFException if the peer has closed the conversation
   * @throws IOException if it is broken
   */
  public Letter read() throws IOException {
    Letter letter = Letters.read(in);
    while (letter instanceof Letter.Alive) {
      letter = Letters.read(in);
    }
    return letter;
  }

  /**
   * Limits how long {@link #read} waits.
   *
   * @param limit longest wait for a part of a letter; zero for no limit
   * @throws IOException if the conversation is over
   */
  public void limitReads(Duration limit) throws IOException {
    socket.setSoTimeout(Math.toIntExact(limit.toMillis()));
  }

  /** Writes a letter; it may not leave before {@link #flush}. */
  void write(Letter letter) throws IOException {
    Letters.write(letter, out);
  }

  void flush() throws IOException {
    out.flush();
  }

  /**
   * Writes a letter and sees it off. Not while a {@link Postman} does.
   *
   * @param letter to send
   * @throws IOException if the conversation is broken
   */
  public void say(Letter letter) throws IOException {
    write(letter);
    flush();
  }

  /** Ends the conversation at once, and what waits in it. Callable from any thread. */
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      return; // It is over all the same.
    }
  }
}
