package io.github.rankpool.internal.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealedStreamsTest {
  private static final int LENGTH_BYTES = Integer.BYTES;
  private static final byte[] KEY = new byte[32];
  private static final byte[] OTHER_KEY = Arrays.copyOf(new byte[] {1}, 32);

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static byte[] sealed(byte[]... records) throws IOException {
    ByteArrayOutputStream sink = new ByteArrayOutputStream();
    SealedOutput out = new SealedOutput(sink, KEY);
    for (byte[] record : records) {
      out.write(record);
      out.flush();
    }
    return sink.toByteArray();
  }

  private static byte[] opened(byte[] sealed, byte[] key) throws IOException {
    return new SealedInput(new ByteArrayInputStream(sealed), key).readAllBytes();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 65_535, 65_536, 65_537, 1_000_000})
  void whatWasWrittenIsRead(int length) throws IOException {
    byte[] bytes = random(length);

    assertThat(opened(sealed(bytes), KEY)).isEqualTo(bytes);
  }

  @Test
  void bytesOneByOneInBlocksAndFromDirectBuffersAreOneStream() throws IOException {
    ByteArrayOutputStream sink = new ByteArrayOutputStream();
    SealedOutput out = new SealedOutput(sink, KEY);
    out.write(7);
    out.write(new byte[] {0, 8, 9, 0}, 1, 2);
    out.write(ByteBuffer.allocateDirect(1).put(0, (byte) 10));
    out.flush();

    assertThat(opened(sink.toByteArray(), KEY)).containsExactly(7, 8, 9, 10);
  }

  @Test
  void nothingOfWhatWasWrittenCanBeSeen() throws IOException {
    byte[] zeros = new byte[1000];
    byte[] sealed = sealed(zeros);

    int seen = 0;
    for (byte b : sealed) {
      seen += b == 0 ? 1 : 0;
    }
    assertThat(seen).isLessThan(50);
  }

  @Test
  void theSameBytesAreSealedOtherwiseTheSecondTime() throws IOException {
    byte[] sealed = sealed(random(20), random(20));

    int record = LENGTH_BYTES + 20 + Seal.TAG_BYTES;
    assertThat(Arrays.copyOfRange(sealed, LENGTH_BYTES, record))
        .isNotEqualTo(Arrays.copyOfRange(sealed, record + LENGTH_BYTES, 2 * record));
  }

  @Test
  void anotherKeyOpensNothing() throws IOException {
    byte[] sealed = sealed(random(20));

    assertThatThrownBy(() -> opened(sealed, OTHER_KEY)).isInstanceOf(SealException.class);
  }

  @Test
  void aRecordOneBitOfWhichHasChangedIsNotOpened() throws IOException {
    byte[] sealed = sealed(random(20));
    for (int i = LENGTH_BYTES; i < sealed.length; i++) {
      byte[] changed = sealed.clone();
      changed[i] ^= 1;

      assertThatThrownBy(() -> opened(changed, KEY))
          .as("byte %d", i)
          .isInstanceOf(SealException.class);
    }
  }

  @Test
  void aRecordThatIsRepeatedOrLeftOutIsNotOpened() throws IOException {
    byte[] sealed = sealed(random(20), random(20));
    byte[] first = Arrays.copyOf(sealed, sealed.length / 2);
    byte[] second = Arrays.copyOfRange(sealed, sealed.length / 2, sealed.length);
    byte[] repeated = ByteBuffer.allocate(sealed.length).put(first).put(first).array();

    assertThatThrownBy(() -> opened(repeated, KEY)).isInstanceOf(SealException.class);
    assertThatThrownBy(() -> opened(second, KEY)).isInstanceOf(SealException.class);
  }

  @Test
  void aRecordThatIsCutOffIsNotHandedOnInPart() throws IOException {
    byte[] sealed = sealed(random(20));

    assertThatThrownBy(() -> opened(Arrays.copyOf(sealed, sealed.length - 1), KEY))
        .isInstanceOf(EOFException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 16, 65_536 + 17, Integer.MAX_VALUE})
  void lengthsThatNoRecordHasAreRefusedBeforeAnyMemoryIsTaken(int length) {
    byte[] stream = ByteBuffer.allocate(100).putInt(length).array();

    assertThatThrownBy(() -> opened(stream, KEY))
        .isInstanceOf(SealException.class)
        .hasMessageContaining("a record of " + length + " bytes");
  }
}
