package io.github.rankpool.backend.threads;

import io.github.rankpool.backend.threads.Intercepted.Call;
import io.github.rankpool.backend.threads.Intercepted.Interceptor;
import io.github.rankpool.spi.Communicator;
import io.github.rankpool.spi.MatchedMessage;
import io.github.rankpool.spi.MpiException;
import io.github.rankpool.spi.RankProgram;
import io.github.rankpool.spi.ReduceOp;
import io.github.rankpool.spi.Request;
import io.github.rankpool.spi.SpawnRequest;
import io.github.rankpool.spi.Status;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Ways for a backend to be wrong, each with the rules whose tests must fail. */
enum Breakage implements Interceptor {
  ALLOCATES_HEAP_BUFFERS("L5") {
    @Override
    public @Nullable Object intercept(Call call) throws Throwable {
      return call.is("allocate")
          ? ByteBuffer.allocate(call.argument(Integer.class, 0))
          : call.proceed();
    }
  },
  DOES_NOT_SEND_WHEN_INTERRUPTED("L8") {
    @Override
    public @Nullable Object intercept(Call call) throws Throwable {
      if (call.is("isend") && Thread.currentThread().isInterrupted()) {
        throw new MpiException("RP-999", "on purpose");
      }
      return call.proceed();
    }
  },
  LOSES_EMPTY_MESSAGES("P1") {
    @Override
    public @Nullable Object intercept(Call call) throws Throwable {
      return call.is("send") && call.argument(ByteBuffer.class, 0).remaining() == 0
          ? null
          : call.proceed();
    }
  },
  SENDS_EVERY_SECOND_MESSAGE_FIRST("P2") {
    @Override
    public @Nullable Object intercept(Call call) throws Throwable {
      if (!call.is("send")) {
        return call.proceed();
      }
      Object delayed = call.memory().remove("delayed");
      if (delayed == null) {
        call.memory().put("delayed", call);
        return null;
      }
      call.proceed();
      return ((Call) delayed).proceed();
    }
  },
  IGNORES_TAGS("P3") {
    @Override
    public @Nullable Object intercept(Call call) throws Throwable {
      return call.is("recv", "irecv") && call.arguments() == 3
          ? call.with(2, Communicator.ANY_TAG).proceed()
          : call.proceed();
    }
  },
  BLOCKS_IN_ISEND("P4") {
    @Override
    public @Nullable Object intercept(Call call) throws Throwable {
      Object result = call.proceed();
      if (call.is("isend") && result instanceof Request request) {
        request.await();
      }
      return result;
    }
  },
  MOVES_THE_POSITION_OF_SEND_BUFFERS("P5") {
    @Override
    public @Nullable Object intercept(Call call) throws Throwable {
      Object result = call.proceed();
      if (call.is("send")) {
        ByteBuffer buffer = call.argument(ByteBuffer.class, 0);
        buffer.position(buffer.limit());
      }
      return result;
    }
  },
  CUTS_LONG_MESSAGES("P6 E1") {
    @Override
    public @Nullable Object intercept(Call call) throws Throwable {
      if (call.is("irecv")) {
        ByteBuffer room = ByteBuffer.allocateDirect(1 << 21);
        return call.with(0, room).proceed();
      }
      try {
        return call.proceed();
      } catch (MpiException e) {
        return new Status(0, 0, 0);
      }
    }
  },
  LETS_BAD_RANKS_PASS("P7") {
    @Override
    public @Nullable Object intercept(Call call) throws Throwable {
      try {
        return call.proceed();
      } catch (IllegalArgumentException e) {
        return null;
      }
    }
  },
  MAKES_NO_COPIES_OF_COMMUNICATORS("P9") {
    @Override
    public @Nullable Object intercept(Call call) throws Throwable {
      return call.is("duplicate") ? call.target() : call.proceed();
    }
  },
  TAKES_MESSAGES_AT_IPROBE("M1 M4") {
    @Override
    public @Nullable Object intercept(Call call) throws Throwable {
      if (!call.is("iprobe")) {
        return call.proceed();
      }
      Communicator communicator = (Communicator) call.target();
      MatchedMessage message =
          communicator.improbe(call.argument(Integer.class, 0), call.argument(Integer.class, 1));
      return message == null ? null : message.recv(ByteBuffer.allocate(message.status().bytes()));
    }
  },
  BLOCKS_IN_IPROBE("M2") {
    @Override
    public @Nullable Object intercept(Call call) throws Throwable {
      return call.is("iprobe")
          ? ((Communicator) call.target())
              .probe(call.argument(Integer.class, 0), call.argument(Integer.class, 1))
          : call.proceed();
    }
  },
  RECEIVES_MATCHED_MESSAGES_TWICE("M3") {
    @Override
    public @Nullable Object intercept(Call call) throws Throwable {
      if (call.target() instanceof MatchedMessage message
          && call.memory().put("received", 1) != null) {
        return call.is("recv") ? message.status() : null;
      }
      return call.proceed();
    }
  },
  LEAVES_BARRIERS_AT_ONCE("C2") {
    @Override
    public @Nullable Object intercept(Call call) throws Throwable {
      return call.is("barrier") ? null : call.proceed();
    }
  },
  MOVES_NO_POSITION_IN_COLLECTIVES("C1") {
    @Override
    public @Nullable Object intercept(Call call) throws Throwable {
      return call.is("allGather")
          ? call.with(1, call.argument(ByteBuffer.class, 1).duplicate()).proceed()
          : call.proceed();
    }
  },
  ADDS_WRONGLY("C5") {
    @Override
    public @Nullable Object intercept(Call call) throws Throwable {
      return call.is("allReduce") && call.argument(ReduceOp.class, 3) == ReduceOp.SUM
          ? call.with(3, ReduceOp.MAX).proceed()
          : call.proceed();
    }
  },
  IGNORES_KEYS_OF_SPLITS("G1") {
    @Override
    public @Nullable Object intercept(Call call) throws Throwable {
      return call.is("split") ? call.with(1, 0).proceed() : call.proceed();
    }
  },
  SORTS_THE_RANKS_OF_GROUPS("G6") {
    @Override
    public @Nullable Object intercept(Call call) throws Throwable {
      if (!call.is("createGroup")) {
        return call.proceed();
      }
      int[] sorted = call.argument(int[].class, 0).clone();
      Arrays.sort(sorted);
      return call.with(0, sorted).proceed();
    }
  },
  MERGES_THE_OTHER_WAY_ROUND("G4") {
    @Override
    public @Nullable Object intercept(Call call) throws Throwable {
      return call.is("merge")
          ? call.with(0, !call.argument(Boolean.class, 0)).proceed()
          : call.proceed();
    }
  },
  DISCONNECTS_ONCE_ONLY("G5") {
    @Override
    public @Nullable Object intercept(Call call) throws Throwable {
      if (call.is("disconnect") && call.memory().put("disconnected", 1) != null) {
        throw new IllegalStateException("disconnected before");
      }
      return call.proceed();
    }
  },
  NEVER_DISCONNECTS("E2") {
    @Override
    public @Nullable Object intercept(Call call) throws Throwable {
      return call.is("disconnect") ? null : call.proceed();
    }
  },
  NEVER_LOSES_A_RANK("E3") {
    @Override
    public @Nullable Object intercept(Call call) throws Throwable {
      return call.is("isLost") ? false : call.proceed();
    }
  },
  LOSES_EMPTY_ARGUMENTS("S2") {
    @Override
    public @Nullable Object intercept(Call call) throws Throwable {
      if (!call.is("spawn")) {
        return call.proceed();
      }
      SpawnRequest request = call.argument(SpawnRequest.class, 0);
      List<String> kept =
          request.arguments().stream().filter(argument -> !argument.isEmpty()).toList();
      return call.with(0, sameProgram(request).arguments(kept).build()).proceed();
    }
  },
  LOSES_CREDENTIALS("S5") {
    @Override
    public @Nullable Object intercept(Call call) throws Throwable {
      if (!call.is("spawn")) {
        return call.proceed();
      }
      SpawnRequest request = call.argument(SpawnRequest.class, 0);
      return call.with(0, sameProgram(request).build()).proceed();
    }
  },
  FORGETS_WHAT_ARRIVED_BEFORE_A_WAIT("W1") {
    @Override
    public @Nullable Object intercept(Call call) throws Throwable {
      if (call.is("awaitArrival")) {
        call.with(0, 0L).proceed();
      }
      return call.proceed();
    }
  },
  LOSES_WAKES("W2") {
    @Override
    public @Nullable Object intercept(Call call) throws Throwable {
      return call.is("wake") ? null : call.proceed();
    }
  },
  WAITS_WITHOUT_END("W3") {
    @Override
    public @Nullable Object intercept(Call call) throws Throwable {
      return call.is("awaitArrival")
          ? call.with(0, TimeUnit.MINUTES.toNanos(1)).proceed()
          : call.proceed();
    }
  };

  private final String rules;

  Breakage(String rules) {
    this.rules = rules;
  }

  private static SpawnRequest.Builder sameProgram(SpawnRequest request)
      throws ClassNotFoundException {
    return SpawnRequest.of(
        request.ranks(), Class.forName(request.program()).asSubclass(RankProgram.class));
  }

  /** The rules that are broken, as their tests begin. */
  List<String> rules() {
    return List.of(rules.split(" ", -1));
  }
}
