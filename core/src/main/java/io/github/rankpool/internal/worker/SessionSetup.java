package io.github.rankpool.internal.worker;

import io.github.rankpool.internal.wire.SerialFilter;
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
 * @param filter of the classes that tasks and globals may be of
 * @param content a {@link Content}, encoded: its classes may be on that class path
 */
public record SessionSetup(
    boolean zeroCopy,
    List<String> classPath,
    String hiddenClass,
    SerialFilter filter,
    byte[] content)
    implements Serializable {

  /**
   * The part of a setup that is users' own.
   *
   * @param initializer run once on every worker; may do nothing
   * @param globals named values for tasks to read
   * @param codec for users' objects; null for none
   */
  public record Content(
      TaskBody initializer, java.util.HashMap<String, Object> globals, @Nullable UsersCodec codec)
      implements Serializable {}
}
