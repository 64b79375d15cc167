package io.github.rankpool.internal.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.testkit.ManualBackend;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class StagingTest {
  private final ManualBackend runtime = new ManualBackend(1);
  private final Staging staging = new Staging(runtime);

  @Test
  void memoryIsUsedAgainAndGrows() {
    ByteBuffer first = staging.out(100);
    assertThat(first.remaining()).isEqualTo(100);
    int allocated = runtime.allocatedBuffers();
    assertThat(staging.out(4000)).isSameAs(first);
    assertThat(runtime.allocatedBuffers()).isEqualTo(allocated);
    ByteBuffer larger = staging.out(1_000_000);
    assertThat(larger.remaining()).isEqualTo(1_000_000);
    assertThat(staging.out(1 << 20)).isSameAs(larger);
    assertThat(staging.in(10)).isNotSameAs(larger);
  }

  @Test
  void longMemoryIsNotKept() {
    ByteBuffer kept = staging.in(8);
    ByteBuffer longOne = staging.in(5 << 20);
    assertThat(longOne.remaining()).isEqualTo(5 << 20);
    assertThat(staging.in(5 << 20)).isNotSameAs(longOne);
    assertThat(staging.in(8)).isSameAs(kept);
  }

  @Test
  void directBuffersAreUsedAsTheyAre() {
    ByteBuffer direct = ByteBuffer.allocateDirect(10).position(2);
    assertThat(staging.readable(direct)).isSameAs(direct);
    ByteBuffer part = staging.writable(direct, 3);
    part.put(new byte[] {1, 2, 3});
    Staging.written(direct, part);
    assertThat(direct.position()).isEqualTo(5);
    assertThat(direct.get(4)).isEqualTo((byte) 3);
  }

  @Test
  void buffersOnTheHeapAreCopied() {
    ByteBuffer heap = ByteBuffer.wrap(new byte[] {9, 1, 2}).position(1);
    ByteBuffer copy = staging.readable(heap);
    assertThat(copy.isDirect()).isTrue();
    assertThat(copy.remaining()).isEqualTo(2);
    assertThat(copy.get(1)).isEqualTo((byte) 2);
    assertThat(heap.position()).isEqualTo(1);
    ByteBuffer memory = staging.writable(heap, 1);
    memory.put((byte) 5);
    Staging.written(heap, memory);
    assertThat(heap.position()).isEqualTo(2);
    assertThat(heap.get(1)).isEqualTo((byte) 5);
  }
}
