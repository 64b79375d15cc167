package io.github.rankpool.backend.mpj.launch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Which TCP sockets of a process listen, from {@code /proc}. */
final class ListeningSockets {
  private static final String LISTENS = "0A";

  private ListeningSockets() {}

  static List<InetSocketAddress> of(long pid) throws IOException {
    Set<String> inodes = inodes(pid);
    List<InetSocketAddress> found = new ArrayList<>();
    for (String table : List.of("tcp", "tcp6")) {
      for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/net/" + table))) {
        String[] fields = line.strip().split("\\s+");
        if (fields.length > 9 && fields[3].equals(LISTENS) && inodes.contains(fields[9])) {
          found.add(address(fields[1]));
        }
      }
    }
    return found;
  }

  private static Set<String> inodes(long pid) throws IOException {
    Set<String> inodes = new HashSet<>();
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      for (Path descriptor : descriptors.toList()) {
        try {
          String target = Files.readSymbolicLink(descriptor).toString();
          if (target.startsWith("socket:[")) {
            inodes.add(target.substring("socket:[".length(), target.length() - 1));
          }
        } catch (IOException e) {
          // Closed meanwhile.
        }
      }
    }
    return inodes;
  }

  /** Words of four bytes, the lowest byte first, as on x86 and ARM. */
  private static InetSocketAddress address(String text) throws IOException {
    int colon = text.indexOf(':');
    byte[] ip = new byte[colon / 2];
    for (int i = 0; i < ip.length; i++) {
      int from = (i / 4) * 4 + 3 - i % 4;
      ip[i] = (byte) Integer.parseInt(text.substring(2 * from, 2 * from + 2), 16);
    }
    int port = Integer.parseInt(text.substring(colon + 1), 16);
    return new InetSocketAddress(InetAddress.getByAddress(ip), port);
  }
}
