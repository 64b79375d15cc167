package io.github.rankpool.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ObjectInputStream;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

@SuppressWarnings("serial") // Written and read here only.
class SerialFilterTest {
  private static final AtomicBoolean GADGET_WAS_MADE = new AtomicBoolean();

  private final ClassLoader loader = SerialFilterTest.class.getClassLoader();

  /** What no stranger is to make of bytes; of this JVM's application loader, as users' classes. */
  private static final class Gadget implements Serializable {
    static {
      GADGET_WAS_MADE.set(true);
    }

    private void readObject(ObjectInputStream in) {
      GADGET_WAS_MADE.set(true);
    }
  }

  private record Point(int x, Object y) implements Serializable {}

  private enum Colour {
    RED
  }

  private Object pass(Object object, String pattern) throws CodecException {
    JavaCodec plain = JavaCodec.selfContained();
    Codec filtered = new SerialFilter(pattern, "a test").applyTo(plain);
    return Objects.requireNonNull(filtered.decode(plain.encode(object), loader));
  }

  private void assertRejected(Object object, String pattern, String... named) {
    assertThatThrownBy(() -> pass(object, pattern))
        .isInstanceOf(CodecException.class)
        .hasMessageContainingAll("RP-411", pattern, "a test")
        .hasMessageContainingAll(named);
  }

  @Test
  void whatIsAdmittedComesAsItIs() throws CodecException {
    assertThat(pass(new BigDecimal("1.5"), "java.math.*;java.lang.*;!*"))
        .isEqualTo(new BigDecimal("1.5"));
    assertThat(pass(List.of("a", 1, 2.0, true), "!*")).isEqualTo(List.of("a", 1, 2.0, true));
    assertThat(pass(new int[] {1, 2}, "!*")).isEqualTo(new int[] {1, 2});
  }

  @Test
  void rejectedClassesOfJavaSerializationAreNamed() {
    assertRejected(new BigDecimal("1.5"), "!java.math.*", "java.math.BigDecimal");
    assertRejected(
        new ArrayList<>(List.of(Map.of(1, new BigDecimal(2)))), "!java.math.*", "java.math");
  }

  @Test
  void whatHidesInWhatIsAdmittedIsRejectedToo() {
    assertRejected(new Point(1, new BigDecimal(3)), "!java.math.*", "java.math.BigDecimal");
  }

  @Test
  void aRejectedClassIsNeitherInitialisedNorMade() throws Exception {
    byte[] name = Gadget.class.getName().getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    byte[] innocent = Benign.class.getName().getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    assertThat(innocent).hasSameSizeAs(name);
    byte[] bytes = JavaCodec.selfContained().encode(new Benign()).toByteArray();
    String text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    byte[] planted =
        text.replace(Benign.class.getName(), Gadget.class.getName())
            .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    Codec codec =
        new SerialFilter("!io.github.rankpool.internal.wire.SerialFilterTest$*", "a test")
            .applyTo(JavaCodec.selfContained());

    assertThatThrownBy(() -> codec.decode(Payload.ofBytes(planted), loader))
        .isInstanceOf(CodecException.class);
    assertThat(GADGET_WAS_MADE).isFalse();
  }

  /** As long a name as that of the gadget. */
  private static final class Benign implements Serializable {}

  @Test
  void tooManyBytesAreRejected() {
    assertRejected("x".repeat(1000), "maxbytes=100", "bytes");
  }

  @Test
  void largeArraysBesideTheStreamAreRejectedByTheirLength() {
    Payload payload = encodeForTasks(new double[1 << 20]);
    Codec codec = new SerialFilter("maxarray=1000", "a test").applyTo(JavaCodec.selfContained());

    assertThatThrownBy(() -> codec.decode(payload, loader))
        .isInstanceOf(CodecException.class)
        .hasMessageContainingAll("RP-411", "double[] of length 1048576");
  }

  private static Payload encodeForTasks(Object object) {
    try {
      return JavaCodec.forTasks(false).encode(object);
    } catch (CodecException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatIsNoPatternIsNamedWithItsOrigin() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SerialFilter("maxdepth=much", "environment variable X"))
        .withMessageContainingAll("RP-410", "maxdepth=much", "environment variable X");
  }

  @Test
  void withoutAnyFilterTheCodecIsTheSame() {
    Codec codec = JavaCodec.selfContained();

    assertThat(SerialFilter.OF_JVM.applyTo(codec)).isSameAs(codec);
  }

  @Test
  void recordsEnumsAndLambdasAreAdmittedByTheirClasses() throws Exception {
    String ours = "io.github.rankpool.internal.wire.SerialFilterTest*;!*";
    Callable<Integer> lambda = (Callable<Integer> & Serializable) () -> 5;

    assertThat(((Callable<?>) pass(lambda, ours)).call()).isEqualTo(5);
    assertThat(pass(new Point(1, Colour.RED), ours)).isEqualTo(new Point(1, Colour.RED));
    assertRejected(lambda, "!*", "SerialFilterTest");
    assertRejected(new Point(1, 2), "!*", "SerialFilterTest$Point");
    assertRejected(Colour.RED, "!*", "SerialFilterTest$Colour");
  }
}
