package io.github.rankpool.backend.mpj.launch;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Programs of launched ranks. */
final class MemberPrograms {
  private MemberPrograms() {}

  static DataInputStream in(PeerLink link) {
    return new DataInputStream(Channels.newInputStream(link.incoming()));
  }

  static DataOutputStream out(PeerLink link) {
    return new DataOutputStream(Channels.newOutputStream(link.outgoing()));
  }

  /** Tells the parent all it knows, exchanges a number with each sibling, ends when told. */
  public static final class Tells implements MemberProgram {
    @Override
    public void run(Membership me, List<String> arguments) throws Exception {
      List<String> report = new ArrayList<>();
      report.add("rank " + me.rank() + " of " + me.size());
      report.add("world " + me.worldKey() + " parent " + me.parentAddress());
      report.add("address " + me.address(me.rank()));
      report.add("credential " + Base64.getEncoder().encodeToString(me.credential()));
      report.add("input " + System.in.read());
      report.add("siblings " + sum(me));
      report.add("property " + System.getProperty("launch.test"));
      report.add("variable " + System.getenv("LAUNCH_TEST"));
      report.add("directory " + System.getProperty("user.dir"));
      report.add("pid " + ProcessHandle.current().pid());
      report.addAll(arguments);
      DataOutputStream out = out(me.parent());
      out.writeInt(report.size());
      for (String line : report) {
        out.writeUTF(line);
      }
      in(me.parent()).read();
    }

    private static int sum(Membership me) throws IOException {
      int sum = 0;
      for (int rank = 0; rank < me.size(); rank++) {
        if (rank != me.rank()) {
          out(me.sibling(rank)).writeInt(10 * (me.rank() + 1));
        }
      }
      for (int rank = 0; rank < me.size(); rank++) {
        if (rank != me.rank()) {
          sum += in(me.sibling(rank)).readInt();
        }
      }
      return sum;
    }
  }

  /**
   * Ends in no way of its own: rank 0 computes for ever, rank 1 hangs while its JVM shuts down,
   * rank 2 waits for what never comes.
   */
  public static final class Stubborn implements MemberProgram {
    @Override
    public void run(Membership me, List<String> arguments) throws Exception {
      if (me.rank() == 1) {
        Runtime.getRuntime().addShutdownHook(new Thread(Stubborn::hang));
        out(me.parent()).writeByte(1);
        return;
      }
      out(me.parent()).writeByte(1);
      if (me.rank() == 0) {
        long n = 1;
        while (n != 0) {
          n += 2;
        }
      }
      waitForever();
    }

    private static void hang() {
      System.out.println("hanging");
      waitForever();
    }

    private static void waitForever() {
      while (true) {
        LockSupport.park();
      }
    }
  }

  /** Ends when its parent closes the link. */
  public static final class Waits implements MemberProgram {
    @Override
    public void run(Membership me, List<String> arguments) throws Exception {
      out(me.parent()).writeByte(1);
      in(me.parent()).read();
    }
  }

  static void awaitByteOfEach(LaunchedRanks ranks) throws IOException {
    for (int rank = 0; rank < ranks.size(); rank++) {
      in(ranks.link(rank)).readByte();
    }
  }

  /** What those that wait for their parent wait for. */
  static void release(LaunchedRanks ranks) throws IOException {
    for (int rank = 0; rank < ranks.size(); rank++) {
      out(ranks.link(rank)).writeByte(1);
    }
  }

  static List<String> report(PeerLink link) throws IOException {
    DataInputStream in = in(link);
    List<String> report = new ArrayList<>();
    for (int i = in.readInt(); i > 0; i--) {
      report.add(in.readUTF());
    }
    return report;
  }
}
