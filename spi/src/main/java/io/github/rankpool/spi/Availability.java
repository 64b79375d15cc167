package io.github.rankpool.spi;

/**
 * Whether a backend can be used in this process and, if not, why and what to do about it.
 *
 * @param usable true if {@link MpiProvider#start} is expected to succeed
 * @param detail when usable, what was found ("Open MPI 4.1.4, /usr/lib/…/libmpi_java.so.40"); when
 *     not, what is missing
 * @param remedy when not usable, what the user or administrator can do; otherwise empty
 */
public record Availability(boolean usable, String detail, String remedy) {

  /**
   * A backend that can be used.
   *
   * @param detail what was found
   * @return a usable availability
   */
  public static Availability usable(String detail) {
    return new Availability(true, detail, "");
  }

  /**
   * A backend that cannot be used.
   *
   * @param reason what is missing or wrong
   * @param remedy what to do about it
   * @return an unusable availability
   */
  public static Availability unusable(String reason, String remedy) {
    return new Availability(false, reason, remedy);
  }
}
