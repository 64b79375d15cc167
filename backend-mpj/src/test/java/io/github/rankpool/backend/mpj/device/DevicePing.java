package io.github.rankpool.backend.mpj.device;

import java.nio.ByteBuffer;
import java.util.function.UnaryOperator;
import mpjbuf.Buffer;
import mpjbuf.BufferException;
import mpjbuf.NIOBuffer;
import mpjbuf.Type;
import xdev.Device;
import xdev.ProcessID;
import xdev.XDevException;
import xdev.niodev.NIODevice;
import xdev.smpdev.SMPDevice;

/**
 * Passes a number from rank 0 through all ranks in turn and back to it, by the vendor's bare
 * device. Takes the device's arguments, and gives back what arrived.
 */
public final class DevicePing implements UnaryOperator<String[]> {
  private static final int TAG = 7;
  private static final int CONTEXT = 0;
  private static final int CAPACITY = 64;

  /** Creates it; the class loader does. */
  public DevicePing() {}

  @Override
  public String[] apply(String[] arguments) {
    Device device = arguments[2].equals("smpdev") ? new SMPDevice() : new NIODevice();
    try {
      int rank = Integer.parseInt(arguments[0]);
      ProcessID[] ids = device.init(arguments);
      ProcessID next = ids[(rank + 1) % ids.length];
      ProcessID previous = ids[(rank + ids.length - 1) % ids.length];
      int value = 100;
      if (rank > 0) {
        value = receive(device, previous);
        send(device, next, value + rank);
      } else if (ids.length > 1) { // a blocking send to itself would wait for ever
        send(device, next, value);
        value = receive(device, previous);
      }
      device.finish();
      return new String[] {Integer.toString(value)};
    } catch (XDevException | BufferException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void send(Device device, ProcessID to, int value)
      throws XDevException, BufferException {
    Buffer buffer = buffer(device.getSendOverhead());
    buffer.putSectionHeader(Type.INT);
    buffer.write(new int[] {value}, 0, 1);
    buffer.commit();
    device.send(buffer, to, TAG, CONTEXT);
  }

  private static int receive(Device device, ProcessID from) throws XDevException, BufferException {
    Buffer buffer = buffer(device.getRecvOverhead());
    device.recv(buffer, from, TAG, CONTEXT);
    buffer.commit();
    buffer.getSectionHeader();
    int[] value = new int[1];
    buffer.read(value, 0, 1);
    return value[0];
  }

  private static Buffer buffer(int overhead) {
    ByteBuffer memory = ByteBuffer.allocateDirect(overhead + CAPACITY);
    return new Buffer(new NIOBuffer(overhead + CAPACITY, memory), overhead, overhead + CAPACITY);
  }
}
