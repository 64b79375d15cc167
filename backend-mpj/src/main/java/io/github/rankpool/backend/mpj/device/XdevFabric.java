package io.github.rankpool.backend.mpj.device;

import io.github.rankpool.backend.mpj.Fabric;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import mpjdev.Request;
import mpjdev.Status;
import org.jspecify.annotations.Nullable;
import xdev.Device;
import xdev.ProcessID;

/**
 * A fabric over a device of MPJ Express, by its device layer. A thread of this class waits in a
 * receive for whatever short message comes next: probing would cost a processor, as the devices'
 * probes spin.
 */
abstract class XdevFabric implements Fabric {
  private static final int SHORT_TAG = 0;
  private static final int SHORT_CONTEXT = 1001;
  private static final int BLOCK_CONTEXT = 1002;
  private static final long CLOSE_SECONDS = 5;

  private final Device device;
  private final ProcessID[] processes;
  private final int place;
  private final Map<UUID, Integer> places = new HashMap<>();

  /** One for each place: the devices' own locks stay locked when a send fails. */
  private final ReentrantLock[] sending;

  /** Requests that are waited for, and by which thread of this backend's. */
  private final Map<Request, Thread> waiting = new ConcurrentHashMap<>();

  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private volatile boolean ended;
  private volatile @Nullable Events events;

  XdevFabric(Device device, ProcessID[] processes, int place) {
    this.device = device;
    this.processes = processes.clone();
    this.place = place;
    this.sending = new ReentrantLock[processes.length];
    for (int i = 0; i < processes.length; i++) {
      places.put(processes[i].uuid(), i);
      sending[i] = new ReentrantLock();
    }
  }

  /** Lets a thread go that waits for the request, which will never be complete. */
  abstract void release(Request request, Thread thread);

  /** Puts bytes where the device takes them from; called by the one thread that sends there. */
  abstract RawBytes prepare(int destination, ByteBuffer head, ByteBuffer body);

  /** Puts a block where the device takes it from, or lets it take it where it is. */
  abstract RawBytes prepareBlock(ByteBuffer block);

  /** The device no longer needs what {@link #prepareBlock} gave. */
  abstract void sent(RawBytes block);

  /** The thread group that the device knows this process by. */
  abstract ThreadGroup group();

  @Override
  public final int place() {
    return place;
  }

  @Override
  public final int size() {
    return processes.length;
  }

  @Override
  public void start(Events listener) {
    events = listener;
    startThread(this::receiveShortMessages, "rankpool-mpj-receive");
  }

  /** Starts a thread that {@link #close} waits for. */
  final void startThread(Runnable body, String name) {
    Thread thread = new Thread(group(), body, name);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  private void receiveShortMessages() {
    ByteBuffer memory = ByteBuffer.allocateDirect(MAX_SHORT);
    try {
      while (!ended) {
        RawBytes bytes = RawBytes.toReceive(memory);
        Status status = receive(bytes, Device.ANY_SRC, SHORT_TAG, SHORT_CONTEXT);
        Integer source = places.get(status.srcID);
        if (source == null) {
          throw new IOException("a message from a process that is not of this world");
        }
        listener().arrived(source, memory.slice(0, bytes.getSize()));
      }
    } catch (IOException e) {
      // The device has ended, and whoever needs it is told below.
      return;
    } finally {
      end();
    }
  }

  private Events listener() {
    return Objects.requireNonNull(events);
  }

  @Override
  public final void send(int destination, ByteBuffer head, ByteBuffer body) throws IOException {
    sending[destination].lock();
    try {
      begin(destination, prepare(destination, head, body), SHORT_TAG, SHORT_CONTEXT);
    } finally {
      sending[destination].unlock();
    }
  }

  @Override
  public final Pending sendBlock(int destination, int key, ByteBuffer block) throws IOException {
    RawBytes bytes = prepareBlock(block);
    sending[destination].lock();
    try {
      Request request = begin(destination, bytes, key, BLOCK_CONTEXT);
      return () -> {
        await(request);
        sent(bytes);
      };
    } finally {
      sending[destination].unlock();
    }
  }

  @Override
  public final Pending receiveBlock(int source, int key, ByteBuffer block) throws IOException {
    Request request = post(RawBytes.toReceive(block), processes[source], key, BLOCK_CONTEXT);
    return () -> await(request);
  }

  // Devices throw unchecked exceptions for whatever a connection may meet.
  Request begin(int destination, RawBytes bytes, int tag, int context) throws IOException {
    checkRunning();
    try {
      return device.isend(bytes, processes[destination], tag, context);
    } catch (RuntimeException e) {
      end();
      throw new IOException("cannot send to place " + destination, e);
    }
  }

  private Request post(RawBytes bytes, ProcessID source, int tag, int context) throws IOException {
    checkRunning();
    try {
      return device.irecv(bytes, source, tag, context, new Status(source.uuid(), tag, -1));
    } catch (RuntimeException e) {
      end();
      throw new IOException("cannot receive", e);
    }
  }

  private Status receive(RawBytes bytes, ProcessID source, int tag, int context)
      throws IOException {
    return await(post(bytes, source, tag, context));
  }

  private Status await(Request request) throws IOException {
    waiting.put(request, Thread.currentThread());
    try {
      checkRunning();
      Status status = request.iwait();
      checkRunning();
      return status;
    } catch (RuntimeException e) {
      throw new IOException("the device failed", e);
    } finally {
      waiting.remove(request);
    }
  }

  final void checkRunning() throws IOException {
    if (ended) {
      throw new IOException("the device has ended");
    }
  }

  /** Nothing comes any more: lets all waiting threads go and tells the listener, once. */
  final void end() {
    synchronized (waiting) {
      if (ended) {
        return;
      }
      ended = true;
    }
    shut();
    waiting.forEach(this::release);
    Events listener = events;
    if (listener != null) {
      listener.ended();
    }
  }

  /** Closes connections. */
  abstract void shut();

  @Override
  public final void close() {
    end();
    try {
      for (Thread thread : threads) {
        thread.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
