package io.github.rankpool.backend.mpj.launch;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** This process's place in the world that it was spawned into. */
public final class Membership {
  private static volatile @Nullable Membership current;

  private final Bootstrap bootstrap;
  private final PeerLink parent;
  private final List<@Nullable PeerLink> siblings;

  Membership(Bootstrap bootstrap, PeerLink parent, List<@Nullable PeerLink> siblings) {
    this.bootstrap = bootstrap;
    this.parent = parent;
    this.siblings = siblings;
  }

  /**
   * The place of this process.
   *
   * @return empty if this backend did not spawn it
   */
  public static Optional<Membership> current() {
    return Optional.ofNullable(current);
  }

  void makeCurrent() {
    current = this;
  }

  /**
   * The rank of this process.
   *
   * @return from 0
   */
  public int rank() {
    return bootstrap.rank();
  }

  /**
   * The number of ranks.
   *
   * @return at least one
   */
  public int size() {
    return bootstrap.size();
  }

  /**
   * What the ranks and their spawner know this world by.
   *
   * @return a random number
   */
  public long worldKey() {
    return bootstrap.worldKey();
  }

  /**
   * What all processes know a rank by.
   *
   * @param rank from 0
   * @return a random number
   */
  public long address(int rank) {
    return bootstrap.addresses().get(rank);
  }

  /**
   * What all processes know the spawner by.
   *
   * @return a random number
   */
  public long parentAddress() {
    return bootstrap.spawner();
  }

  /**
   * The connections to the spawner.
   *
   * @return to be closed by who uses it
   */
  public PeerLink parent() {
    return parent;
  }

  /**
   * The connections to another rank.
   *
   * @param rank not this one
   * @return to be closed by who uses it
   */
  public PeerLink sibling(int rank) {
    return Objects.requireNonNull(siblings.get(rank));
  }

  /**
   * The credential of the spawn request.
   *
   * @return a copy; empty if there was none
   */
  public byte[] credential() {
    return bootstrap.credential().clone();
  }
}
