package io.github.rankpool.internal.group;

import io.github.rankpool.internal.wire.PrimitiveArrays;
import io.github.rankpool.spi.ElementType;
import io.github.rankpool.spi.ReduceOp;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a rank says of its part in a collective operation before the operation begins.
 *
 * <pre>
 *  0           1       2           3        4       8              16           24
 *  +-----------+-------+-----------+--------+-------+--------------+------------+
 *  | operation | what  | reduction | unused | root  | bytes to     | bytes of   |
 *  |           |       | (-1 none) |        |       | give         | room       |
 *  +-----------+-------+-----------+--------+-------+--------------+------------+
 *   '------------- the same on all ranks ----------'
 * </pre>
 *
 * @param operation what to do
 * @param what with what: the code of a primitive array's type, or a constant of this class
 * @param reduction how elements are combined, or null if they are not
 * @param root the rank that gives or gets, or {@link #NONE}
 * @param bytes what this rank has to give
 * @param room what this rank has room for, where the user gave it; otherwise 0
 */
public record Call(
    Operation operation, int what, @Nullable ReduceOp reduction, int root, long bytes, long room) {
  /** No root. */
  public static final int NONE = -1;

  /** Nothing is moved. */
  public static final int NOTHING = 63;

  /** Serialized objects. */
  public static final int OBJECTS = 64;

  /** Buffers of bytes. */
  public static final int BUFFERS = 65;

  /** Length of a call on the wire. */
  static final int BYTES = 24;

  /** What stands on the wire for an enum's constant is its place here. */
  private static final List<Operation> OPERATIONS = List.of(Operation.values());

  private static final List<ReduceOp> REDUCTIONS = List.of(ReduceOp.values());
  private static final List<ElementType> ELEMENTS = List.of(ElementType.values());

  private static final int WHAT = 1;
  private static final int REDUCTION = 2;
  private static final int ROOT = 4;
  private static final int GIVEN = 8;
  private static final int ROOM = 16;

  /**
   * A call that moves nothing.
   *
   * @param operation what to do
   * @return the call
   */
  public static Call of(Operation operation) {
    return new Call(operation, NOTHING, null, NONE, 0, 0);
  }

  /**
   * A call without reduction.
   *
   * @param operation what to do
   * @param what with what
   * @param root the rank that gives or gets, or {@link #NONE}
   * @param bytes what this rank has to give
   * @return the call
   */
  public static Call of(Operation operation, int what, int root, long bytes) {
    return new Call(operation, what, null, root, bytes, 0);
  }

  /**
   * Buffers of elements.
   *
   * @param elements their type
   * @return a value for {@link #what}
   */
  public static int buffersOf(ElementType elements) {
    return BUFFERS + 1 + ELEMENTS.indexOf(elements);
  }

  void writeTo(ByteBuffer table, int at) {
    table.put(at, (byte) OPERATIONS.indexOf(operation));
    table.put(at + WHAT, (byte) what);
    table.put(at + REDUCTION, (byte) (reduction == null ? NONE : REDUCTIONS.indexOf(reduction)));
    table.put(at + REDUCTION + 1, (byte) 0);
    table.putInt(at + ROOT, root);
    table.putLong(at + GIVEN, bytes);
    table.putLong(at + ROOM, room);
  }

  static Call readFrom(ByteBuffer table, int at) {
    int reduction = table.get(at + REDUCTION);
    return new Call(
        OPERATIONS.get(table.get(at)),
        table.get(at + WHAT),
        reduction < 0 ? null : REDUCTIONS.get(reduction),
        table.getInt(at + ROOT),
        table.getLong(at + GIVEN),
        table.getLong(at + ROOM));
  }

  boolean isSameAs(Call other) {
    return operation == other.operation
        && what == other.what
        && reduction == other.reduction
        && root == other.root;
  }

  /** As in "reduce of double[] by SUM, root 0". */
  String describe() {
    StringBuilder text = new StringBuilder(operation.method());
    if (what != NOTHING) {
      text.append(" of ").append(nameOfWhat());
    }
    if (reduction != null) {
      text.append(" by ").append(reduction);
    }
    if (root != NONE) {
      text.append(", root ").append(root);
    }
    return text.toString();
  }

  private String nameOfWhat() {
    if (what > BUFFERS) {
      return "buffers of " + ELEMENTS.get(what - BUFFERS - 1);
    }
    return switch (what) {
      case OBJECTS -> "objects";
      case BUFFERS -> "buffers";
      default -> PrimitiveArrays.allocate((byte) what, 0).getClass().getSimpleName();
    };
  }
}
