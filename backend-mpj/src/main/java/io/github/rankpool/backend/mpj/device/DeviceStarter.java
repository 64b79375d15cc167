package io.github.rankpool.backend.mpj.device;

import io.github.rankpool.backend.mpj.DeviceEntry;
import io.github.rankpool.backend.mpj.Fabric;
import io.github.rankpool.spi.MpiException;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import xdev.ProcessID;
import xdev.niodev.NIODevice;
import xdev.smpdev.SMPDevice;

/** Starts devices. Created by the provider, reflectively, in the vendor's class loader. */
public final class DeviceStarter implements DeviceEntry {

  /** Creates the starter; loads nothing yet. */
  public DeviceStarter() {}

  @Override
  public Fabric adopt(
      int place, List<@Nullable SocketChannel> outgoing, List<@Nullable SocketChannel> incoming) {
    ProcessID[] processes = new ProcessID[outgoing.size()];
    for (int i = 0; i < processes.length; i++) {
      // Both ends of a connection must know each other by the same name, and by nothing else.
      processes[i] = new ProcessID(new UUID(0, i));
    }
    try {
      NIODevice device = NioInternals.adopt(place, processes, outgoing, incoming);
      return new NioFabric(device, processes, place, NioInternals.selectorLoop(device));
    } catch (IOException e) {
      throw new MpiException("RP-381", "cannot use the connections to other ranks: " + e, e);
    }
  }

  @Override
  public Fabric initialise(int rank, String configuration, String device) {
    String[] arguments = {Integer.toString(rank), configuration, device};
    try {
      if (device.equals("smpdev")) {
        SMPDevice smp = new SMPDevice();
        return new SmpFabric(smp, smp.init(arguments), rank);
      }
      NIODevice nio = new NIODevice();
      ProcessID[] processes = nio.init(arguments);
      Thread selector = NioInternals.selectorThread(nio);
      return new NioFabric(nio, processes, rank, () -> join(selector));
    } catch (RuntimeException e) {
      throw new MpiException(
          "RP-382",
          "MPJ Express cannot initialise its device "
              + device
              + " for rank "
              + rank
              + ": "
              + e
              + ". Start the program with MPJ Express's own mpjrun, of version 0.44.",
          e);
    }
  }

  private static void join(Thread selector) {
    try {
      selector.join();
    } catch (InterruptedException e) {
      // Nobody interrupts this thread but to end it.
      return;
    }
  }
}
