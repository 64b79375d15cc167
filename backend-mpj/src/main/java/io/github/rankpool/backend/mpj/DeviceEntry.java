package io.github.rankpool.backend.mpj;

import io.github.rankpool.spi.MpiException;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes fabrics. Implemented in the package {@code device}, where the vendor's classes are. */
public interface DeviceEntry {

  /**
   * Has a device {@code niodev} work on connections that are there already. It listens on no port.
   *
   * @param place this process's
   * @param outgoing for each place, what is sent to it; null at this process's own
   * @param incoming for each place, what comes from it; null at this process's own
   * @return the processes on these connections, which belong to it from now on
   * @throws MpiException if this version of MPJ Express is not the one expected
   */
  Fabric adopt(
      int place, List<@Nullable SocketChannel> outgoing, List<@Nullable SocketChannel> incoming);

  /**
   * Initialises the device that MPJ Express's own launcher chose for this process or thread.
   *
   * @param rank this process's rank
   * @param configuration what the launcher says about the world
   * @param device {@code niodev} or {@code smpdev}
   * @return all processes of the world
   * @throws MpiException if the device cannot be initialised
   */
  Fabric initialise(int rank, String configuration, String device);
}
