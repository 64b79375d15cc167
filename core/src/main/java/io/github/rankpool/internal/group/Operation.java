package io.github.rankpool.internal.group;

/** What all ranks of a group do together. */
public enum Operation {
  /** Wait for all. */
  BARRIER("barrier"),
  /** One gives to all. */
  BROADCAST("broadcast"),
  /** All give to one. */
  GATHER("gather"),
  /** All give to all. */
  ALL_GATHER("allGather"),
  /** One gives each its part. */
  SCATTER("scatter"),
  /** Each gives each its part. */
  ALL_TO_ALL("allToAll"),
  /** Each gives each its part, of a length of its own. */
  ALL_TO_ALL_PARTS("allToAll of parts"),
  /** Combined, for one. */
  REDUCE("reduce"),
  /** Combined, for all. */
  ALL_REDUCE("allReduce"),
  /** Combined up to each. */
  SCAN("scan"),
  /** New groups. */
  SPLIT("split"),
  /** The same group again. */
  DUPLICATE("duplicate"),
  /** The end of the group. */
  CLOSE("close");

  private final String method;

  Operation(String method) {
    this.method = method;
  }

  /**
   * The name that users know.
   *
   * @return a method's name
   */
  public String method() {
    return method;
  }
}
