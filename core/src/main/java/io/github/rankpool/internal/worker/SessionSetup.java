package io.github.rankpool.internal.worker;

import io.github.rankpool.internal.wire.Envelope;
import io.github.rankpool.internal.wire.UsersCodec;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a worker does and keeps for an executor before its first task.
 *
 * @param zeroCopy whether large arrays in results travel beside the stream
 * @param classPath URLs of more places to find classes in
 * @param hiddenClass name of the class that must not be loaded; empty for none
 * @param filter screens what the executor's tasks consist of; null for the JVM's own
 * @param content a {@link Content}, encoded: its classes may be on that class path
 */
public record SessionSetup(
    boolean zeroCopy,
    List<String> classPath,
    String hiddenClass,
    @Nullable Filter filter,
    byte[] content)
    implements Serializable, Envelope {

  /**
   * What {@link io.github.rankpool.internal.wire.SerialFilter} is made of.
   *
   * @param pattern as of the JDK's {@code jdk.serialFilter}
   * @param origin where it was set, for messages
   */
  public record Filter(String pattern, String origin) implements Serializable, Envelope {}

  /**
   * The part of a setup that is users' own.
   *
   * @param initializer run once on every worker; may do nothing
   * @param globals named values for tasks to read
   * @param codec for users' objects; null for none
   */
  public record Content(
      TaskBody initializer, java.util.HashMap<String, Object> globals, @Nullable UsersCodec codec)
      implements Serializable, Envelope {}
}
