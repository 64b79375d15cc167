package io.github.rankpool.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Index.atIndex;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JavaCodecTest {
  private static final int LARGE = 20_000;
  private static final ClassLoader LOADER = JavaCodecTest.class.getClassLoader();

  private record Point(int x, @Nullable String name, double[] data) implements Serializable {}

  private static final class Link implements Serializable {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("UnusedVariable") // For serialization only.
    private final @Nullable Link next;

    Link(@Nullable Link next) {
      this.next = next;
    }
  }

  private static final class Holder implements Serializable {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // The point of these tests.
    private final @Nullable Object content;

    Holder(@Nullable Object content) {
      this.content = content;
    }
  }

  private interface SerializableCall<T> extends Callable<T>, Serializable {}

  private static JavaCodec codec(boolean zeroCopy) {
    return JavaCodec.forResults(zeroCopy, new Definitions());
  }

  private static @Nullable Object roundTrip(JavaCodec codec, @Nullable Object object)
      throws CodecException {
    return codec.decode(codec.encode(object), LOADER);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void objectsComeBackEqual(boolean zeroCopy) throws CodecException {
    JavaCodec codec = codec(zeroCopy);
    for (Object object :
        List.of(
            "text",
            42,
            List.of(1, 2),
            Map.of("k", Duration.ofNanos(5)),
            int.class,
            String[].class,
            2.5)) {
      assertThat(roundTrip(codec, object)).isEqualTo(object);
    }
    assertThat(roundTrip(codec, null)).isNull();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void recordsComeBackWithTheirArrays(boolean zeroCopy) throws CodecException {
    Point point = new Point(3, null, new double[LARGE]);
    point.data()[LARGE - 1] = 7;

    Point back = (Point) roundTrip(codec(zeroCopy), point);

    assertThat(back).usingRecursiveComparison().isEqualTo(point);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void lambdasComeBackWithWhatTheyCapture(boolean zeroCopy) throws Exception {
    long[] captured = new long[LARGE];
    Arrays.fill(captured, 2);
    SerializableCall<Long> lambda = () -> Arrays.stream(captured).sum();

    SerializableCall<?> back = (SerializableCall<?>) roundTrip(codec(zeroCopy), lambda);

    assertThat(back).isNotNull();
    assertThat(back.call()).isEqualTo(2L * LARGE);
  }

  @Test
  void largeArraysOfEveryTypeTravelBesideTheStream() throws CodecException {
    JavaCodec codec = codec(true);
    List<Object> arrays =
        new ArrayList<>(
            List.of(
                new byte[LARGE],
                new boolean[LARGE],
                new char[LARGE],
                new short[LARGE],
                new int[LARGE],
                new long[LARGE],
                new float[LARGE],
                new double[LARGE]));

    Payload payload = codec.encode(arrays);

    assertThat(payload.arrays()).hasSize(8);
    for (int i = 0; i < 8; i++) {
      assertThat(payload.arrays().get(i)).isSameAs(arrays.get(i));
    }
    assertThat(payload.streamBytes()).isLessThan(2_000);
    assertThat(codec.decode(payload, LOADER)).usingRecursiveComparison().isEqualTo(arrays);
  }

  @Test
  void selfContainedPayloadsHaveNothingBesideTheStream() throws CodecException {
    Payload payload = JavaCodec.selfContained().encode(new byte[LARGE]);

    assertThat(payload.arrays()).isEmpty();
    assertThat(payload.streamBytes()).isGreaterThan(LARGE);
  }

  @Test
  void withoutZeroCopyLargeArraysTravelAsTheyWereWhenEncoded() throws CodecException {
    JavaCodec codec = codec(false);
    double[] array = new double[LARGE];
    array[1] = 7;

    Payload alone = codec.encode(array);
    Payload inObject = codec.encode(new Holder(array));
    array[1] = 8;

    assertThat(alone.arrays()).hasSize(1);
    assertThat(alone.streamBytes()).isLessThan(10);
    assertThat((double[]) codec.decode(alone, LOADER)).hasSize(LARGE).contains(7, atIndex(1));
    assertThat(inObject.arrays()).hasSize(1);
    Holder back = (Holder) codec.decode(inObject, LOADER);
    assertThat(back).isNotNull();
    assertThat((double[]) back.content).contains(7, atIndex(1));
  }

  @Test
  void arraysBelowTheThresholdStayInTheStream() throws CodecException {
    JavaCodec codec = codec(true);

    assertThat(codec.encode(new byte[LargeArrays.MIN_BYTES - 1]).arrays()).isEmpty();
    assertThat(codec.encode(new byte[LargeArrays.MIN_BYTES]).arrays()).hasSize(1);
    assertThat(codec.encode(new int[LargeArrays.MIN_BYTES / 4]).arrays()).hasSize(1);
  }

  @Test
  void eitherSettingReadsWhatTheOtherWrites() throws CodecException {
    double[] array = new double[LARGE];
    array[5] = 5;

    for (boolean zeroCopy : new boolean[] {false, true}) {
      Payload payload = codec(zeroCopy).encode(new Holder(array));
      Holder back = (Holder) codec(!zeroCopy).decode(payload, LOADER);
      assertThat(back).isNotNull();
      assertThat(back.content).isEqualTo(array);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sharedReferencesStayShared(boolean zeroCopy) throws CodecException {
    int[] large = new int[LARGE];
    int[] small = new int[1];
    Object[] tree = {large, small, new Holder(large), small, large, new int[][] {large}};

    Object[] back = (Object[]) roundTrip(codec(zeroCopy), tree);

    assertThat(back).isNotNull();
    assertThat(back[4]).isSameAs(back[0]);
    assertThat(back[3]).isSameAs(back[1]);
    assertThat(((Holder) back[2]).content).isSameAs(back[0]);
    assertThat(((int[][]) back[5])[0]).isSameAs(back[0]);
  }

  @Test
  void sharedArrayTravelsOnce() throws CodecException {
    int[] large = new int[LARGE];

    assertThat(codec(true).encode(new Object[] {large, large}).arrays()).hasSize(1);
  }

  @Test
  void cyclesComeBackAsCycles() throws CodecException {
    List<Object> self = new ArrayList<>();
    self.add(self);

    List<?> back = (List<?>) roundTrip(codec(true), self);

    assertThat(back).isNotNull();
    assertThat(back.get(0)).isSameAs(back);
  }

  @Test
  void moreArraysThanTravelBesideAStreamGoIntoIt() throws CodecException {
    int[][] arrays = new int[PayloadShape.MAX_ARRAYS + 2][LargeArrays.MIN_BYTES / 4];
    arrays[PayloadShape.MAX_ARRAYS + 1][0] = 9;
    JavaCodec codec = codec(true);

    Payload payload = codec.encode(arrays);

    assertThat(payload.arrays()).hasSize(PayloadShape.MAX_ARRAYS);
    int[][] back = (int[][]) codec.decode(payload, LOADER);
    assertThat(back).isDeepEqualTo(arrays);
  }

  @Test
  void streamOfManyPiecesIsDecoded() throws CodecException {
    byte[] bytes = WireSamples.randomBytes(3, 2 * Payload.PIECE_BYTES + 5);

    assertThat(roundTrip(JavaCodec.selfContained(), bytes)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void objectsNestedTooDeeplyAreACodecException(boolean zeroCopy) {
    Link chain = null;
    for (int i = 0; i < 1_000_000; i++) {
      chain = new Link(chain);
    }
    Link tooDeep = chain;

    assertThatThrownBy(() -> codec(zeroCopy).encode(tooDeep))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("nested too deeply")
        .hasMessageContaining(Link.class.getName());
  }

  @Test
  void objectsNestedTooDeeplyToReadAreACodecException() throws Exception {
    // Written by a thread with a stack large enough.
    Payload[] payload = new Payload[1];
    Thread writer =
        new Thread(
            null,
            () -> {
              Link chain = null;
              for (int i = 0; i < 50_000; i++) {
                chain = new Link(chain);
              }
              try {
                payload[0] = JavaCodec.selfContained().encode(chain);
              } catch (CodecException e) {
                throw new IllegalStateException(e);
              }
            },
            "deep",
            1L << 30);
    writer.start();
    writer.join();

    assertThatThrownBy(() -> JavaCodec.selfContained().decode(payload[0], LOADER))
        .isInstanceOf(CodecException.class)
        .hasMessageContainingAll("RP-412", "nested too deeply");
  }

  @Test
  void unserializableObjectIsNamedWithItsPath() {
    Map<String, Object> map = new HashMap<>();
    map.put("inner", new Holder(new Object[] {1, new Thread()}));

    assertThatThrownBy(() -> codec(true).encode(new Holder(map)))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("java.lang.Thread is not serializable")
        .hasMessageContaining("found at content -> value of key inner -> Holder.content -> [1]")
        .hasMessageContaining("java.io.Serializable");
  }

  @Test
  void unserializableCapturedValueIsNamed() {
    String first = "fine";
    Object second = new Object();
    SerializableCall<String> lambda = () -> first + second;

    assertThatThrownBy(() -> codec(true).encode(lambda))
        .hasMessageContaining("java.lang.Object is not serializable; found at captured value 2");
  }

  @Test
  void lambdaOfAnotherInterfaceGetsAdviceOfItsOwn() {
    Callable<String> lambda = () -> "x";

    assertThatThrownBy(() -> codec(true).encode(lambda))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("SerializableCallable");
  }

  /** A key that is a nuisance to whoever prints it. */
  private static final class Unprintable implements Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public String toString() {
      throw new IllegalStateException("not to be printed");
    }
  }

  @Test
  void searchForThePathSurvivesUsersCodeThatThrows() {
    Map<Object, Object> map = new HashMap<>();
    map.put(new Unprintable(), new Object());

    assertThatThrownBy(() -> codec(true).encode(map))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("java.lang.Object is not serializable");
  }

  private static final class FailingWriter implements Serializable {
    private static final long serialVersionUID = 1L;

    private void writeObject(ObjectOutputStream stream) throws IOException {
      throw new IllegalArgumentException("not today");
    }
  }

  @Test
  void failureOfUsersWriteObjectIsACodecException() {
    assertThatThrownBy(() -> codec(true).encode(new FailingWriter()))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining(FailingWriter.class.getName())
        .hasMessageContaining("not today");
  }

  @Test
  void unknownClassIsNamedWithTheRemedy() throws CodecException {
    String stream =
        new String(
            JavaCodec.selfContained().encode(new Holder(null)).toByteArray(),
            StandardCharsets.ISO_8859_1);
    Payload payload =
        Payload.ofBytes(stream.replace("$Holder", "$Nobody").getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> JavaCodec.selfContained().decode(payload, LOADER))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining(getClass().getName() + "$Nobody")
        .hasMessageContaining("class path");
  }

  /** As a task is: its parts are in a record. */
  private record InRecord(Runnable task) implements Serializable {}

  @Test
  void unknownClassOfALambdaInARecordIsNamedToo() throws CodecException {
    Payload payload =
        JavaCodec.selfContained().encode(new InRecord((Runnable & Serializable) () -> {}));
    ClassLoader withoutThisTest =
        new ClassLoader(LOADER) {
          @Override
          protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.equals(JavaCodecTest.class.getName())) {
              throw new ClassNotFoundException(name);
            }
            return super.loadClass(name, resolve);
          }
        };

    assertThatThrownBy(() -> JavaCodec.selfContained().decode(payload, withoutThisTest))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("class " + JavaCodecTest.class.getName() + " is not known");
  }

  @Test
  void classesAreTakenFromTheGivenLoader() throws Exception {
    try (URLClassLoader other =
        new URLClassLoader(new URL[0], ClassLoader.getPlatformClassLoader()) {
          @Override
          protected Class<?> findClass(String name) throws ClassNotFoundException {
            try (InputStream in = LOADER.getResourceAsStream(name.replace('.', '/') + ".class")) {
              if (in == null) {
                throw new ClassNotFoundException(name);
              }
              byte[] bytes = in.readAllBytes();
              return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
              throw new ClassNotFoundException(name, e);
            }
          }
        }) {
      JavaCodec codec = codec(true);

      Object back = codec.decode(codec.encode(new Holder("x")), other);
      Object array = codec.decode(codec.encode(new Holder[0]), other);

      assertThat(back).isNotNull();
      assertThat(back.getClass().getClassLoader()).isSameAs(other);
      assertThat(array).isNotNull();
      assertThat(array.getClass().getComponentType().getClassLoader()).isSameAs(other);
    }
  }

  private interface Greeting {
    String greet();
  }

  private record Handler(String answer) implements InvocationHandler, Serializable {
    @Override
    public Object invoke(Object proxy, java.lang.reflect.Method method, Object[] arguments) {
      return answer;
    }
  }

  @Test
  void proxiesComeBack() throws CodecException {
    Object proxy =
        Proxy.newProxyInstance(LOADER, new Class<?>[] {Greeting.class}, new Handler("hello"));

    Greeting back = (Greeting) roundTrip(codec(true), proxy);

    assertThat(back).isNotNull();
    assertThat(back.greet()).isEqualTo("hello");
  }

  @Test
  void referenceToAnArrayThatIsNotThereIsRefused() throws CodecException {
    Payload whole = codec(true).encode(new int[LARGE]);
    Payload cut = new Payload(whole.stream(), List.of());

    assertThatThrownBy(() -> codec(true).decode(cut, LOADER))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("no array 0");
  }

  @Test
  void foreignBytesAreACodecException() {
    Payload foreign = Payload.ofBytes(WireSamples.randomBytes(7, 100));

    assertThatThrownBy(() -> codec(true).decode(foreign, LOADER))
        .isInstanceOf(CodecException.class);
  }
}
