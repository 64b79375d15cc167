package io.github.rankpool.backend.mpj.device;

import java.util.List;
import java.util.concurrent.Callable;
import org.apache.log4j.Logger;
import xdev.niodev.NIODevice;
import xdev.smpdev.SMPDevice;

/** Tells which class loaders the vendor's classes have, and uses its log. */
public final class VendorProbe implements Callable<List<ClassLoader>> {
  /** Creates it; the class loader does. */
  public VendorProbe() {}

  @Override
  public List<ClassLoader> call() {
    Logger.getLogger("mpj").fatal("not to be seen");
    return List.of(
        VendorProbe.class.getClassLoader(),
        NIODevice.class.getClassLoader(),
        SMPDevice.class.getClassLoader(),
        Logger.class.getClassLoader());
  }
}
