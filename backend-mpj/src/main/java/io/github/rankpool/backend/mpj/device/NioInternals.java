package io.github.rankpool.backend.mpj.device;

import io.github.rankpool.spi.MpiException;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Hashtable;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.Vector;
import mpjdev.Request;
import org.jspecify.annotations.Nullable;
import xdev.ProcessID;
import xdev.niodev.NIODevice;

/**
 * What {@code niodev} offers no method for: to work on connections that exist, to close without the
 * others, to let go of who waits. MPJ Express has not changed since 0.44; another version is
 * refused.
 */
final class NioInternals {
  /**
   * Bytes up to which the device sends a message without asking the receiver first: all. Blocks are
   * sent to who waits for them only, and the device asks under a lock that all devices share.
   */
  private static final int EAGER_LIMIT = Integer.MAX_VALUE;

  private NioInternals() {}

  /**
   * Makes a device that works on connections that exist, as if it had made them. It lacks its
   * selector thread only, which {@link #selectorLoop} is for.
   */
  static NIODevice adopt(
      int place,
      ProcessID[] processes,
      List<@Nullable SocketChannel> outgoing,
      List<@Nullable SocketChannel> incoming)
      throws IOException {
    NIODevice device = new NIODevice();
    Selector selector = Selector.open();
    set(device, "selector", selector);
    set(device, "rank", place);
    set(device, "id", processes[place]);
    set(device, "pids", processes);
    set(device, "nprocs", processes.length);
    set(device, "size", processes.length);
    set(device, "psl", EAGER_LIMIT);
    for (int other = 0; other < processes.length; other++) {
      SocketChannel out = outgoing.get(other);
      SocketChannel in = incoming.get(other);
      if (out != null && in != null) {
        in.configureBlocking(false);
        in.register(selector, SelectionKey.OP_READ);
        add(device, "Writable", processes[other].uuid(), out);
        add(device, "Readable", processes[other].uuid(), in);
        Hashtable<SocketChannel, Object> locks = get(device, "writeLockTable");
        locks.put(out, lock(device));
      }
    }
    return device;
  }

  private static void add(NIODevice device, String kind, UUID peer, SocketChannel channel) {
    Vector<SocketChannel> channels = get(device, kind.toLowerCase(Locale.ROOT) + "Channels");
    channels.add(channel);
    Hashtable<UUID, SocketChannel> table = get(device, "world" + kind + "Table");
    table.put(peer, channel);
  }

  private static Object lock(NIODevice device) {
    try {
      Class<?> type =
          Class.forName(
              NIODevice.class.getName() + "$CustomSemaphore",
              false,
              NIODevice.class.getClassLoader());
      Constructor<?> constructor = type.getConstructor(NIODevice.class, int.class);
      constructor.setAccessible(true);
      return constructor.newInstance(device, 1);
    } catch (ReflectiveOperationException e) {
      throw unknownVersion(e);
    }
  }

  /** Reads what comes, until the device ends. */
  static Runnable selectorLoop(NIODevice device) {
    return get(device, "selectorThread");
  }

  /** The thread in which a device that was initialised by itself reads what comes. */
  static Thread selectorThread(NIODevice device) {
    return get(device, "selectorThreadStarter");
  }

  /** Closes the connections, whatever the others do. */
  static void close(NIODevice device) {
    call(NIODevice.class, device, "realFinish");
  }

  /** Lets a thread go that waits for the request. */
  static void release(Request request) {
    Class<?> type = request.getClass().getSuperclass();
    call(type, request, "notifyMe");
  }

  private static void call(Class<?> type, Object target, String name) {
    try {
      Method method = type.getDeclaredMethod(name);
      method.setAccessible(true);
      method.invoke(target);
    } catch (ReflectiveOperationException e) {
      throw unknownVersion(e);
    }
  }

  private static void set(NIODevice device, String name, Object value) {
    try {
      field(name).set(device, value);
    } catch (ReflectiveOperationException e) {
      throw unknownVersion(e);
    }
  }

  // The vendor's fields are what their names say, in the one version there is.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T> T get(NIODevice device, String name) {
    try {
      return (T) field(name).get(device);
    } catch (ReflectiveOperationException e) {
      throw unknownVersion(e);
    }
  }

  private static Field field(String name) throws NoSuchFieldException {
    Field field = NIODevice.class.getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }

  private static MpiException unknownVersion(ReflectiveOperationException cause) {
    return new MpiException(
        "RP-380",
        "this MPJ Express is not the version expected, 0.44: "
            + cause
            + ". Install that one, or name its home in MPJ_HOME.",
        cause);
  }
}
