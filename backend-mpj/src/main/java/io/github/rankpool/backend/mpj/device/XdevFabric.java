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
      while (receiveShortMessage(memory)) {
        // Until the device has ended.
      }
    } finally {
      end();
      listener().ended();
    }
  }

  /**
   * Receives what comes next. Where the device has ended, that is what had come before and is still
   * kept by it; false if there is nothing.
   */
  private boolean receiveShortMessage(ByteBuffer memory) {
    RawBytes bytes = RawBytes.toReceive(memory);
    try {
      if (ended && device.iprobe(Device.ANY_SRC, SHORT_TAG, SHORT_CONTEXT) == null) {
        return false;
      }
      Status any = new Status(Device.ANY_SRC.uuid(), SHORT_TAG, -1);
      Status status = waitFor(device.irecv(bytes, Device.ANY_SRC, SHORT_TAG, SHORT_CONTEXT, any));
      Integer source = places.get(status.srcID);
      if (source != null && bytes.getSize() > 0) {
        listener().arrived(source, memory.slice(0, bytes.getSize()));
      }
      return true;
    } catch (IOException | RuntimeException e) {
      // Of the device, or of a message that makes no sense: this world has come to its end.
      end();
      return false;
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
    // An interrupt would close the channel that is written to. Who waits afterwards sees it.
    boolean interrupted = Thread.interrupted();
    try {
      return device.isend(bytes, processes[destination], tag, context);
    } catch (RuntimeException e) {
      end();
      throw new IOException("cannot send to place " + destination, e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
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

  private void await(Request request) throws IOException {
    waitFor(request);
    checkRunning();
  }

  /** Waits until the request is complete or the device has ended. */
  private Status waitFor(Request request) throws IOException {
    waiting.put(request, Thread.currentThread());
    try {
      if (ended) {
        // Too late to be let go; what is complete can be waited for without waiting.
        release(request, Thread.currentThread());
      }
      return request.iwait();
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

  /** Nothing comes any more: lets all waiting threads go. The receiving one tells the listener. */
  final void end() {
    synchronized (waiting) {
      if (ended) {
        return;
      }
      ended = true;
    }
    shut();
    waiting.forEach(this::release);
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
