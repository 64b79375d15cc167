package io.github.rankpool.internal.worker;

import java.io.Serializable;
import java.util.List;

/**
 * What a worker does and keeps for an executor before its first task.
 *
 * @param zeroCopy whether large arrays in results travel beside the stream
 * @param classPath URLs of more places to find classes in
 * @param hiddenClass name of the class that must not be loaded; empty for none
 * @param content a {@link Content}, encoded: its classes may be on that class path
 */
public record SessionSetup(
    boolean zeroCopy, List<String> classPath, String hiddenClass, byte[] content)
    implements Serializable {

  /**
   * The part of a setup that is users' own.
   *
   * @param initializer run once on every worker; may do nothing
   * @param globals named values for tasks to read
   */
  public record Content(TaskBody initializer, java.util.HashMap<String, Object> globals)
      implements Serializable {}
}
