package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rankpool.MapOptions;
import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.MpiPoolExecutorBuilder;
import io.github.rankpool.TaskCodec;
import io.github.rankpool.TaskSerializationException;
import io.github.rankpool.testkit.Watchdog;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pools that are given a codec. */
@SuppressWarnings("serial") // The point of these tests.
abstract class CodecContract {
  @RegisterExtension final Watchdog watchdog = new Watchdog();

  /** A builder for pools of the backend under test. */
  abstract MpiPoolExecutorBuilder builder();

  /** What Java serialization does not take. */
  record Opaque(int value) {}

  /** Knows opaque things, and lists of such. */
  public static final class OpaqueCodec implements TaskCodec {
    /** Made by the pool. */
    public OpaqueCodec() {}

    @Override
    public byte[] encode(Object[] objects) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeInt(objects.length);
      for (Object object : objects) {
        List<?> list = object instanceof ArrayList<?> several ? several : List.of(object);
        out.writeInt(object == list ? list.size() : -1);
        for (Object element : list) {
          if (!(element instanceof Opaque opaque)) {
            throw new IOException("not opaque enough: " + element);
          }
          out.writeInt(opaque.value());
        }
      }
      return bytes.toByteArray();
    }

    @Override
    public @Nullable Object[] decode(byte[] bytes, ClassLoader loader) throws IOException {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
      Object[] objects = new Object[in.readInt()];
      for (int i = 0; i < objects.length; i++) {
        int size = in.readInt();
        if (size < 0) {
          objects[i] = new Opaque(in.readInt());
        } else {
          List<Opaque> list = new ArrayList<>();
          for (int element = 0; element < size; element++) {
            list.add(new Opaque(in.readInt()));
          }
          objects[i] = list;
        }
      }
      return objects;
    }
  }

  private MpiPoolExecutor pool() {
    return builder().maxWorkers(1).codec(OpaqueCodec.class).build();
  }

  @Test
  void itEncodesArgumentsResultsAndWhatLambdasCapture() throws Exception {
    Opaque captured = new Opaque(40);
    try (MpiPoolExecutor pool = pool()) {
      assertThat(
              pool.submit(given -> new Opaque(given.value() + captured.value()), new Opaque(2))
                  .get())
          .isEqualTo(new Opaque(42));
      assertThat(pool.submit(() -> captured.value()).get()).isEqualTo(40);
      assertThat(pool.submit(() -> (Object) null).get()).isNull();
    }
  }

  @Test
  void mapsListsGoThroughItToo() {
    try (MpiPoolExecutor pool = pool()) {
      List<Opaque> results =
          pool.map(
                  given -> new Opaque(given.value() + 1),
                  Stream.of(1, 2, 3).map(Opaque::new),
                  MapOptions.defaults().chunkSize(2))
              .toList();

      assertThat(results).containsExactly(new Opaque(2), new Opaque(3), new Opaque(4));
    }
  }

  @Test
  void whatItRefusesFailsTheTaskAlone() throws Exception {
    try (MpiPoolExecutor pool = pool()) {
      assertThatThrownBy(() -> pool.submit(given -> 1, "plain text").get())
          .hasCauseInstanceOf(TaskSerializationException.class)
          .hasMessageContaining("RP-401")
          .hasMessageContaining("not opaque enough: plain text");
      assertThatThrownBy(() -> pool.submit(() -> "plain text").get())
          .hasCauseInstanceOf(TaskSerializationException.class)
          .hasMessageContaining("RP-402")
          .hasMessageContaining("not opaque enough: plain text");
      assertThat(pool.submit(() -> 7).get()).isEqualTo(7);
    }
  }

  @Test
  void exceptionsComeAsTheyAre() {
    try (MpiPoolExecutor pool = pool()) {
      assertThatThrownBy(
              () ->
                  pool.submit(
                          () -> {
                            throw new IllegalStateException("thrown by the task");
                          })
                      .get())
          .hasCauseInstanceOf(IllegalStateException.class)
          .hasMessageContaining("thrown by the task");
    }
  }

  /** Whose constructor nobody may call. */
  public static final class HiddenCodec implements TaskCodec {
    private HiddenCodec() {}

    @Override
    public byte[] encode(Object[] objects) {
      return new byte[0];
    }

    @Override
    public @Nullable Object[] decode(byte[] bytes, ClassLoader loader) {
      return new Object[0];
    }
  }

  @Test
  void aClassThatNoInstanceCanBeMadeOfIsRefused() {
    assertThatThrownBy(() -> builder().codec(HiddenCodec.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("RP-365")
        .hasMessageContaining(HiddenCodec.class.getName());
  }
}
