package io.github.rankpool.backend.mpj.launch;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * This process's place among the ranks of a launch, in a process that was launched. Immutable but
 * for the links, which belong to whoever takes them.
 */
public final class Membership {
  private static final AtomicReference<@Nullable Membership> CURRENT = new AtomicReference<>();

  private final Bootstrap bootstrap;
  private final PeerLink parent;
  private final List<Optional<PeerLink>> siblings;

  /**
   * Makes a membership.
   *
   * @param bootstrap what this rank was told
   * @param parent connections with the launching process
   * @param siblings connections with each rank, none with itself
   */
  Membership(Bootstrap bootstrap, PeerLink parent, List<Optional<PeerLink>> siblings) {
    this.bootstrap = bootstrap;
    this.parent = parent;
    this.siblings = List.copyOf(siblings);
  }

  /**
   * The place of this process.
   *
   * @return empty if no {@link Launcher} started this process
   */
  public static Optional<Membership> current() {
    return Optional.ofNullable(CURRENT.get());
  }

  void makeCurrent() {
    CURRENT.set(this);
  }

  /**
   * This process's rank among those launched together.
   *
   * @return 0 to {@code size() - 1}
   */
  public int rank() {
    return bootstrap.rank();
  }

  /**
   * How many ranks were launched together.
   *
   * @return at least one
   */
  public int size() {
    return bootstrap.size();
  }

  /**
   * A random number that all ranks of a launch and their parent share, and no others.
   *
   * @return the number
   */
  public long worldKey() {
    return bootstrap.worldKey();
  }

  /**
   * The number that the launcher gave to a rank.
   *
   * @param rank 0 to {@code size() - 1}
   * @return above zero
   */
  public long address(int rank) {
    return bootstrap.addresses()[rank];
  }

  /**
   * The number that the launching process gave itself.
   *
   * @return the number
   */
  public long parentAddress() {
    return bootstrap.parentAddress();
  }

  /**
   * The connections with the launching process.
   *
   * @return the same link always
   */
  public PeerLink parent() {
    return parent;
  }

  /**
   * The connections with another rank.
   *
   * @param rank 0 to {@code size() - 1}, not this one
   * @return the same link always
   * @throws IllegalArgumentException if there is no such sibling
   */
  public PeerLink sibling(int rank) {
    if (rank < 0 || rank >= size() || siblings.get(rank).isEmpty()) {
      throw new IllegalArgumentException(
          "no sibling " + rank + " of rank " + rank() + " in 0 to " + (size() - 1));
    }
    return siblings.get(rank).get();
  }

  /**
   * The credential of the spawn request.
   *
   * @return a copy; empty if there is none
   */
  public byte[] credential() {
    return bootstrap.credential().clone();
  }
}
