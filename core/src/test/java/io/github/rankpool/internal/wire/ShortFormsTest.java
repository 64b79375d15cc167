package io.github.rankpool.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What does without Java serialization comes back as it would from there. */
@SuppressWarnings("serial") // Records of this test hold whatever there is.
class ShortFormsTest {
  private static final ClassLoader LOADER = ShortFormsTest.class.getClassLoader();

  private final Definitions known = new Definitions();
  private final JavaCodec sender = JavaCodec.forTasks(false);
  private final JavaCodec receiver = JavaCodec.forResults(false, known);

  private interface Call extends Callable<@Nullable Object>, Serializable {}

  private record Pair(@Nullable Object a, @Nullable Object b) implements Serializable {}

  private record Wrapped(@Nullable Object task) implements Serializable, Envelope {}

  private record Numbers(int i, long l, double d, boolean z, char c) implements Serializable {}

  private static final class Bean implements Serializable {
    private static final long serialVersionUID = 1L;
    @Nullable Object content;
  }

  private enum Colour {
    RED,
    GREEN {
      @Override
      boolean isMine() {
        return true;
      }
    };

    boolean isMine() {
      return false;
    }
  }

  /** As it is on the way: the definitions ahead, then nothing but bytes and arrays. */
  private Payload travelled(@Nullable Object object) throws CodecException {
    Payload payload = sender.encode(object);
    for (Definition definition : payload.definitions()) {
      try {
        known.add(Definition.from(definition.toPayload()));
      } catch (FrameException e) {
        throw new AssertionError(e);
      }
    }
    return new Payload(payload.stream(), payload.arrays());
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private <T> T roundTrip(T object) throws CodecException {
    T byNumber = (T) receiver.decode(travelled(object), LOADER);
    assertThat(byNumber).isNotNull();
    // What results look like; and what collective operations do.
    for (JavaCodec codec : List.of(receiver, JavaCodec.selfContained())) {
      Payload inline = codec.encode(object);
      assertThat(inline.definitions()).isEmpty();
      assertThat(sender.decode(inline, LOADER)).isNotNull();
    }
    return byNumber;
  }

  private static List<Object> elements(Object... elements) {
    return new ArrayList<>(Arrays.asList(elements));
  }

  private boolean isShort(@Nullable Object object) throws CodecException {
    byte[] stream = sender.encode(object).toByteArray();
    return stream[0] != Tag.MIXED;
  }

  @Test
  void simpleValuesComeBackEqual() throws CodecException {
    for (Object value :
        List.of(
            true,
            false,
            (byte) -3,
            Short.MIN_VALUE,
            'x',
            '\uffff',
            0,
            -1,
            Integer.MIN_VALUE,
            Integer.MAX_VALUE,
            0L,
            Long.MIN_VALUE,
            Long.MAX_VALUE,
            -0.0f,
            Float.NaN,
            Double.MIN_VALUE,
            Double.NEGATIVE_INFINITY,
            "",
            "plain",
            "\u00e9\u00ff",
            "\u0100 wide",
            "\ud83d\ude00",
            "half a pair: \ud800",
            Colour.RED)) {
      assertThat(isShort(value)).as("%s", value).isTrue();
      assertThat(roundTrip(value)).isEqualTo(value);
    }
    assertThat(receiver.decode(travelled(null), LOADER)).isNull();
  }

  @Test
  void arraysComeBackEqual() throws CodecException {
    for (Object array :
        List.of(
            new byte[] {1, -1},
            new boolean[] {true, false},
            new char[] {'a'},
            new short[] {-2},
            new int[0],
            new long[] {Long.MIN_VALUE},
            new float[] {0.5f},
            new double[] {-0.0, Math.PI},
            new Object[] {1, "two", null, new int[] {3}})) {
      assertThat(isShort(array)).isTrue();
      assertThat(roundTrip(array)).usingRecursiveComparison().isEqualTo(array);
    }
    assertThat(roundTrip(new String[] {"of their own type"})).isInstanceOf(String[].class);
  }

  @Test
  void recordsAndEnumsComeBack() throws CodecException {
    Numbers numbers = new Numbers(-1, 1L << 40, 0.5, true, 'c');
    assertThat(isShort(numbers)).isTrue();
    assertThat(roundTrip(numbers)).isEqualTo(numbers);
    assertThat(roundTrip(new Pair(null, new Pair(1, "x"))))
        .isEqualTo(new Pair(null, new Pair(1, "x")));
    assertThat(roundTrip(Colour.GREEN)).isSameAs(Colour.GREEN);
    assertThat(roundTrip(Colour.GREEN).isMine()).isTrue();
    assertThat(isShort(new Pair(Colour.GREEN, Colour.RED))).isTrue();
  }

  @Test
  void aNoOpTakesAFewBytes() throws CodecException {
    Payload payload = sender.encode(new Wrapped((Call) () -> null));

    assertThat(payload.bytes()).isLessThan(12);
    assertThat(payload.definitions()).hasSize(2);
  }

  @Test
  void lambdasSeeWhatTheyCapturedWhenTheyWereEncoded() throws Exception {
    int[] counter = {1};
    List<Object> list = elements("first");
    Call lambda = () -> counter[0] + " " + list;
    Payload before = travelled(new Wrapped(lambda));
    counter[0] = 2;
    list.add("second");
    Payload after = travelled(new Wrapped(lambda));

    assertThat(call(before)).isEqualTo("1 [first]");
    assertThat(call(after)).isEqualTo("2 [first, second]");
  }

  private @Nullable Object call(Payload payload) throws Exception {
    Wrapped wrapped = (Wrapped) receiver.decode(payload, LOADER);
    assertThat(wrapped).isNotNull();
    return ((Call) assertNotNull(wrapped.task())).call();
  }

  private static Object assertNotNull(@Nullable Object object) {
    assertThat(object).isNotNull();
    return object;
  }

  @Test
  void everyKindOfFunctionComesBack() throws Exception {
    String bound = "bound";
    List<Call> calls =
        List.of(bound::length, ArrayList::new, ShortFormsTest::aStaticMethod, () -> bound + 1);
    for (Call each : calls) {
      assertThat(call(travelled(new Wrapped(each)))).isEqualTo(each.call());
    }
  }

  private static String aStaticMethod() {
    return "static";
  }

  @Test
  void whatIsSharedStaysShared() throws CodecException {
    int[] array = {1};
    List<Object> list = elements(array, "text");
    Pair pair = new Pair(list, array);
    String text = new String("text");
    Object[] all = {pair, list, array, pair, text, text, new Pair(1, 2), new Pair(1, 2)};
    assertThat(isShort(all)).isTrue();

    Object[] back = roundTrip(all);

    assertThat(back[3]).isSameAs(back[0]);
    assertThat(((Pair) back[0]).a()).isSameAs(back[1]);
    assertThat(((Pair) back[0]).b()).isSameAs(back[2]);
    assertThat(((List<?>) back[1]).get(0)).isSameAs(back[2]);
    assertThat(back[5]).isSameAs(back[4]);
    assertThat(back[7]).isNotSameAs(back[6]).isEqualTo(back[6]);
    assertThat(((List<?>) back[1]).get(1)).isNotSameAs(back[4]);
  }

  @Test
  void amongManyObjectsTooSharedOnesStayShared() throws CodecException {
    List<Object> many = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      many.add(new int[] {i});
    }
    for (int i = 0; i < 100; i++) {
      many.add(many.get(i));
    }
    assertThat(isShort(many)).isTrue();

    List<Object> back = roundTrip(many);

    for (int i = 0; i < 100; i++) {
      assertThat((int[]) back.get(i)).containsExactly(i);
      assertThat(back.get(i + 100)).isSameAs(back.get(i));
    }
    assertThat(Collections.frequency(back, back.get(0))).isEqualTo(2);
  }

  @Test
  void cyclesComeBackAsCycles() throws CodecException {
    List<Object> inner = elements();
    Object[] outer = {inner};
    inner.add(outer);
    assertThat(isShort(outer)).isTrue();

    Object[] back = roundTrip(outer);

    assertThat(((List<?>) back[0]).get(0)).isSameAs(back);
  }

  @Test
  void aRecordInItsOwnListIsLeftToJavaSerialization() throws CodecException {
    List<Object> list = elements();
    Pair pair = new Pair(list, "x");
    list.add(pair);

    assertThat(isShort(pair)).isFalse();
    assertThat(roundTrip(pair)).isInstanceOf(Pair.class);
    // The other way round it is there when it is referred to.
    assertThat(isShort(list)).isTrue();
    List<Object> back = roundTrip(list);
    assertThat(((Pair) back.get(0)).a()).isSameAs(back);
  }

  @Test
  void usersObjectsShareWithWhatALambdaCaptures() throws Exception {
    int[] counter = {0};
    Bean bean = new Bean();
    bean.content = counter;
    Call lambda = () -> ++counter[0];

    Payload payload = travelled(new Wrapped(new OfTwo(lambda, bean)));
    Wrapped back = (Wrapped) receiver.decode(payload, LOADER);

    assertThat(back).isNotNull();
    OfTwo two = (OfTwo) assertNotNull(back.task());
    assertThat(two.call().call()).isEqualTo(1);
    assertThat((int[]) ((Bean) two.argument()).content).containsExactly(1);
    // The lambda is a number, although there is a stream.
    assertThat(payload.toByteArray()[0]).isEqualTo(Tag.MIXED);
    assertThat(payload.bytes()).isLessThan(250);
  }

  private record OfTwo(Call call, Object argument) implements Serializable, Envelope {}

  @Test
  void largeArraysStayOneWhereverTheyAre() throws CodecException {
    double[] large = new double[LargeArrays.MIN_BYTES];
    Pair back = roundTrip(new Pair(large, elements(large)));

    assertThat(((List<?>) assertNotNull(back.b())).get(0)).isSameAs(back.a());
    Bean bean = new Bean();
    bean.content = large;
    Payload mixed = travelled(new Wrapped(new Object[] {large, bean}));
    assertThat(mixed.arrays()).hasSize(1);
    Object[] all = (Object[]) ((Wrapped) assertNotNull(receiver.decode(mixed, LOADER))).task();
    assertThat(all).isNotNull();
    assertThat(((Bean) all[1]).content).isSameAs(all[0]);
  }

  /** Has its say in how it is serialized. */
  private record Replaced(int i) implements Serializable {
    private Object writeReplace() {
      return "instead of " + i;
    }
  }

  private record Closed(Object o) {}

  @Test
  void recordsWithAMindOfTheirOwnAreLeftToJavaSerialization() throws CodecException {
    assertThat((Object) roundTrip((Serializable) new Replaced(3))).isEqualTo("instead of 3");
    assertThatThrownBy(() -> sender.encode(elements(new Closed(1))))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("Closed is not serializable; found at element 0");
  }

  private record Picky(int i) implements Serializable {
    private static boolean angry;

    Picky {
      if (angry) {
        throw new IllegalStateException("not today");
      }
    }
  }

  @Test
  void whatARecordsConstructorThrowsIsACodecException() throws CodecException {
    Payload payload = travelled(new Picky(1));
    Picky.angry = true;
    try {
      assertThatThrownBy(() -> receiver.decode(payload, LOADER))
          .isInstanceOf(CodecException.class)
          .hasMessageContaining("not today");
    } finally {
      Picky.angry = false;
    }
  }

  @Test
  void whatIsTooLongForAPieceIsEncodedAllTheSame() throws CodecException {
    List<Object> many = elements();
    for (int i = 0; i < Payload.PIECE_BYTES; i++) {
      many.add(i);
    }
    String text = "x".repeat(3 * Payload.PIECE_BYTES);
    assertThat(isShort(many)).isFalse();

    assertThat(roundTrip(many)).isEqualTo(many);
    assertThat(roundTrip(text)).isEqualTo(text);
    assertThat(roundTrip(new Pair(text, 1))).isEqualTo(new Pair(text, 1));
    assertThat(roundTrip(elements(text, many))).isEqualTo(elements(text, many));
    byte[] bytes = new byte[3 * Payload.PIECE_BYTES];
    assertThat(
            (byte[])
                JavaCodec.selfContained().decode(JavaCodec.selfContained().encode(bytes), LOADER))
        .isEqualTo(bytes);
  }

  @Test
  void deepNestingIsLeftToJavaSerialization() throws CodecException {
    Object deep = "core";
    for (int i = 0; i < 2 * ObjectWriter.MAX_DEPTH; i++) {
      deep = elements(deep);
    }
    assertThat(isShort(deep)).isFalse();
    assertThat(roundTrip(deep)).isEqualTo(deep);
  }

  private static final class Special extends ArrayList<Object> {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void otherCollectionsComeBackAsTheyAre() throws CodecException {
    Map<Object, Object> map = new HashMap<>(Map.of("k", elements(1, 2)));
    assertThat(roundTrip(map)).isInstanceOf(HashMap.class).isEqualTo(map);
    assertThat(roundTrip(new Special())).isInstanceOf(Special.class);
  }

  @Test
  void listsThatCannotBeChangedComeBackAsTheyAre() throws CodecException {
    List<List<Object>> lists =
        List.of(
            List.of(),
            List.of(1),
            List.of(1, "b"),
            List.of(1, 2, List.of(3)),
            Stream.<Object>of().toList(),
            Stream.<Object>of(1).toList(),
            Stream.<Object>of(1, 2, 3).toList(),
            Stream.<@Nullable Object>of(1, null).toList(),
            Stream.<@Nullable Object>of(1, null, 3).toList());
    assertThat(isShort(lists)).isTrue();
    for (List<Object> list : lists) {
      List<Object> back = roundTrip(list);

      assertThat(back).isEqualTo(list).hasSameClassAs(list);
      assertThatThrownBy(() -> back.add(1)).isInstanceOf(UnsupportedOperationException.class);
      assertThat(FixedLists.allowsNull(back)).isEqualTo(FixedLists.allowsNull(list));
    }
  }

  @Test
  void aListThatCannotBeChangedIsSharedAndMayBeInItself() throws CodecException {
    List<Object> fixed = List.of(elements("x"), 2, 3);
    Object[] back = roundTrip(new Object[] {fixed, fixed, fixed.get(0)});
    assertThat(back[1]).isSameAs(back[0]);
    assertThat(back[2]).isSameAs(((List<?>) back[0]).get(0));

    List<Object> inner = elements();
    List<Object> outer = List.of(inner, 2, 3);
    inner.add(outer);
    assertThat(isShort(outer)).isFalse();
    // The other way round it is there when it is referred to.
    assertThat(isShort(inner)).isTrue();
    List<Object> innerBack = roundTrip(inner);
    assertThat(((List<?>) innerBack.get(0)).get(0)).isSameAs(innerBack);
  }

  @Test
  void nullInAListThatHasNoneIsRefused() {
    Payload damaged = Payload.ofBytes(new byte[] {Tag.FIXED_LIST, 1, Tag.NULL});

    assertThatThrownBy(() -> receiver.decode(damaged, LOADER)).isInstanceOf(CodecException.class);
  }

  @Test
  void aNumberThatNothingWasSentForIsRefused() throws CodecException {
    Payload payload = sender.encode(new Pair(1, 2));
    Payload bytesOnly = Payload.ofBytes(payload.toByteArray());

    assertThatThrownBy(() -> receiver.decode(bytesOnly, LOADER))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("RP-364");
    // The process that encoded it needs nobody to tell.
    assertThat(sender.decode(payload, LOADER)).isEqualTo(new Pair(1, 2));
  }

  private static final class Versioned implements Serializable {
    private static final long serialVersionUID = 0x1122334455667788L;
    private int content = 3;
  }

  private static final byte[] VERSION = {0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, (byte) 0x88};

  @Test
  void classesOfObjectsInAStreamAreNumbersToo() throws CodecException {
    Payload payload = travelled(new Object[] {new Versioned(), new HashMap<>(), new Bean()});

    assertThat(payload.bytes()).isLessThan(120);
    Object[] back = (Object[]) assertNotNull(receiver.decode(payload, LOADER));
    assertThat(((Versioned) back[0]).content).isEqualTo(3);
    assertThat(back[1]).isEqualTo(new HashMap<>());
    // Found the second time as well, and by another loader.
    assertThat(receiver.decode(payload, LOADER)).isNotNull();
    ClassLoader other = new ClassLoader(LOADER) {};
    assertThat(receiver.decode(payload, other)).isNotNull();
  }

  @Test
  void aClassOfAnotherVersionIsRefused() throws CodecException {
    Payload payload = sender.encode(new Versioned());
    for (Definition definition : payload.definitions()) {
      byte[] bytes = definition.toPayload().toByteArray();
      int at = 0;
      while (!Arrays.equals(bytes, at, at + VERSION.length, VERSION, 0, VERSION.length)) {
        at++;
      }
      bytes[at]++;
      try {
        known.add(Definition.from(Payload.ofBytes(bytes)));
      } catch (FrameException e) {
        throw new AssertionError(e);
      }
    }

    assertThatThrownBy(() -> receiver.decode(new Payload(payload.stream(), List.of()), LOADER))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("serialVersionUID");
  }

  @Test
  void aClassThatIsNotHereIsNamedWithTheRemedy() throws CodecException {
    for (Object object : List.of(new Versioned(), new Pair(1, 2), Colour.RED)) {
      Payload payload = travelled(object);
      assertThatThrownBy(() -> receiver.decode(payload, ClassLoader.getPlatformClassLoader()))
          .isInstanceOf(CodecException.class)
          .hasMessageContaining("class " + ShortFormsTest.class.getName())
          .hasMessageContaining("class path");
    }
  }

  @Test
  void definitionsInAPayloadAreThereOnce() throws CodecException {
    Payload one = receiver.encode(elements(new Pair(1, 2)));
    Payload three = receiver.encode(elements(new Pair(1, 2), new Pair(3, 4), new Pair(5, 6)));

    assertThat(three.bytes() - one.bytes()).isLessThan(20);
    assertThat(sender.decode(three, LOADER))
        .isEqualTo(elements(new Pair(1, 2), new Pair(3, 4), new Pair(5, 6)));
  }
}
