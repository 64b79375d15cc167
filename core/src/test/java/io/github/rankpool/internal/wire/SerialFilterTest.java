package io.github.rankpool.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a filter lets in, in every form in which objects travel. */
@SuppressWarnings("serial") // Objects of this test hold whatever there is.
class SerialFilterTest {
  private static final String HERE = SerialFilterTest.class.getName();
  private static final Set<String> INITIALIZED = ConcurrentHashMap.newKeySet();

  private record Good(@Nullable Object content) implements Serializable {}

  private static final class GoodBean implements Serializable {
    private static final long serialVersionUID = 1L;
    private final @Nullable Object content;

    GoodBean(@Nullable Object content) {
      this.content = content;
    }
  }

  private record Evil(int number) implements Serializable {
    static {
      INITIALIZED.add("Evil");
    }
  }

  private enum EvilEnum {
    ONE;

    static {
      INITIALIZED.add("EvilEnum");
    }
  }

  private static final class EvilBean implements Serializable {
    private static final long serialVersionUID = 1L;

    static {
      INITIALIZED.add("EvilBean");
    }

    private void readObject(ObjectInputStream stream) {
      INITIALIZED.add("EvilBean.readObject");
    }
  }

  private static final class EvilLambda {
    static {
      INITIALIZED.add("EvilLambda");
    }

    static Object make() {
      return (Runnable & Serializable) Thread::onSpinWait;
    }
  }

  private interface EvilInterface {}

  private static JavaCodec with(String pattern) {
    return JavaCodec.selfContained().filteredBy(SerialFilter.of(pattern, "set by a test"));
  }

  private static @Nullable Object decoded(Payload payload, String pattern) throws CodecException {
    return with(pattern).decode(payload, SerialFilterTest.class.getClassLoader());
  }

  private static @Nullable Object passed(@Nullable Object object, String pattern)
      throws CodecException {
    return decoded(JavaCodec.selfContained().encode(object), pattern);
  }

  private static void assertRejected(Object object, String pattern, String what)
      throws CodecException {
    Payload payload = JavaCodec.selfContained().encode(object);
    assertThatThrownBy(() -> decoded(payload, pattern))
        .isInstanceOf(CodecException.class)
        .hasMessageStartingWith("RP-410")
        .hasMessageContaining(what)
        .hasMessageContaining("'" + pattern + "' (set by a test)")
        .hasMessageContaining("add its class to the filter");
  }

  /** The same payload, of a class that this JVM has not initialized yet. */
  private static Payload renamed(Object good, String to) throws CodecException {
    Class<?> type =
        good instanceof Enum<?> constant ? constant.getDeclaringClass() : good.getClass();
    byte[] bytes = JavaCodec.selfContained().encode(good).toByteArray();
    byte[] changed = Mutations.renamed(bytes, type, HERE + to);
    assertThat(changed).isNotEqualTo(bytes);
    return Payload.ofBytes(changed);
  }

  private record Safe(int number) implements Serializable {}

  /** Of the same form as {@link Safe}, but never to be touched. */
  @SuppressWarnings("UnusedNestedClass") // Payloads name it.
  private record Trap(int number) implements Serializable {
    static {
      INITIALIZED.add("Trap");
    }
  }

  private enum SafeEnum {
    ONE
  }

  @SuppressWarnings("UnusedNestedClass") // Payloads name it.
  private enum TrapEnum {
    ONE;

    static {
      INITIALIZED.add("TrapEnum");
    }
  }

  private static class SafeBean implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  @SuppressWarnings("UnusedNestedClass") // Payloads name it.
  private static class TrapBean implements Serializable {
    private static final long serialVersionUID = 1L;

    static {
      INITIALIZED.add("TrapBean");
    }
  }

  @Test
  void rejectedClassesAreNotEvenInitialized() throws CodecException {
    for (Payload payload :
        List.of(
            renamed(new Safe(1), "$Trap"),
            renamed(SafeEnum.ONE, "$TrapEnum"),
            renamed(new SafeBean(), "$TrapBean"))) {
      assertThatThrownBy(() -> decoded(payload, "!" + HERE + "$Trap*"))
          .hasMessageStartingWith("RP-410: " + HERE + "$Trap");
    }
    assertThat(INITIALIZED).doesNotContain("Trap", "TrapEnum", "TrapBean");

    // Without a filter they are: the test above can fail.
    decoded(renamed(new Safe(1), "$Trap"), "*");
    decoded(renamed(SafeEnum.ONE, "$TrapEnum"), "*");
    decoded(renamed(new SafeBean(), "$TrapBean"), "*");
    assertThat(INITIALIZED).contains("Trap", "TrapEnum", "TrapBean");
  }

  static List<Object> evil() {
    return List.of(new Evil(1), EvilEnum.ONE, new EvilBean(), EvilLambda.make());
  }

  @ParameterizedTest
  @MethodSource("evil")
  void classesAreRejectedInAnyForm(Object evil) throws CodecException {
    String pattern = HERE + "$Good*;!*";

    assertRejected(evil, pattern, HERE + "$Evil");
    assertRejected(new Good(evil), pattern, HERE + "$Evil");
    assertRejected(new GoodBean(evil), pattern, HERE + "$Evil");
    assertRejected(new ArrayList<>(List.of(1, evil)), pattern, HERE + "$Evil");
    assertRejected(new Object[] {evil}, pattern, HERE + "$Evil");
    assertThat(INITIALIZED).doesNotContain("EvilBean.readObject");
  }

  @Test
  void interfacesOfProxiesAreRejectedBeforeTheProxyIsMade() throws CodecException {
    Object proxy =
        Proxy.newProxyInstance(
            SerialFilterTest.class.getClassLoader(),
            new Class<?>[] {EvilInterface.class},
            (java.lang.reflect.InvocationHandler & Serializable) (self, method, args) -> null);

    assertRejected(proxy, "!" + HERE + "$Evil*", HERE + "$EvilInterface");
  }

  @Test
  void whatIsOnTheListPasses() throws CodecException {
    String pattern = HERE + "$Good*;!*";

    assertThat(passed(new Good(new int[] {1, 2}), pattern)).isInstanceOf(Good.class);
    assertThat(passed(new GoodBean(new Good("x")), pattern))
        .isInstanceOfSatisfying(
            GoodBean.class, bean -> assertThat(bean.content).isEqualTo(new Good("x")));
    Object lambda = (Runnable & Serializable) Thread::onSpinWait;
    assertThat(passed(lambda, HERE + ";!*")).isInstanceOf(Runnable.class);
    assertThat(passed(new GoodBean(lambda), HERE + "*;!*")).isInstanceOf(GoodBean.class);
  }

  static List<Object> needNoEntry() {
    return List.of(
        1,
        2.5,
        'c',
        true,
        "text",
        List.of(1, 2),
        new ArrayList<>(List.of("a", 2L)),
        new HashMap<>(Map.of("a", 1, "b", List.of(3L))),
        new HashMap<>(Map.of("bean", new ArrayList<>(List.of('c', (short) 1, (byte) 2, 2f)))));
  }

  @ParameterizedTest
  @MethodSource
  void needNoEntry(Object object) throws CodecException {
    assertThat(passed(object, "!*")).isEqualTo(object);
  }

  @Test
  void otherClassesOfTheJdkNeedOne() throws CodecException {
    assertRejected(new TreeSet<>(List.of(1)), "!*", "java.util.TreeSet");
    assertThat(passed(new TreeSet<>(List.of(1)), "java.util.*;!*"))
        .isEqualTo(new TreeSet<>(List.of(1)));
  }

  @Test
  void lengthsDepthsReferencesAndBytesAreLimited() throws CodecException {
    Object nested = "core";
    for (int i = 0; i < 20; i++) {
      nested = new ArrayList<>(List.of(nested));
    }
    Object deep = nested;
    Object many = new ArrayList<>(List.of("a", "b", "c", "d"));

    assertRejected(new int[11], "maxarray=10", "int[] of length 11");
    assertRejected(new Object[11], "maxarray=10", "java.lang.Object[] of length 11");
    assertRejected(new GoodBean(new long[11]), "maxarray=10", "long[] of length 11");
    assertRejected(new int[5000], "maxarray=10", "int[] of length 5000");
    assertRejected(deep, "maxdepth=10", "nested 11 deep");
    assertRejected(new GoodBean(deep), "maxdepth=10", "nested 11 deep");
    assertRejected(many, "maxrefs=3", "behind 4 other objects");
    assertRejected(new GoodBean(new GoodBean(new GoodBean(many))), "maxrefs=3", "behind 4");
    assertRejected("x".repeat(200), "maxbytes=100", "bytes");
    assertRejected(new GoodBean("x".repeat(200)), "maxbytes=100", "bytes");
    assertThat(passed(deep, "maxdepth=20;maxrefs=100;maxarray=1;maxbytes=1000")).isEqualTo(deep);
  }

  @Test
  void arraysBesideTheStreamAreLimitedToo() throws CodecException {
    Payload simple = JavaCodec.forTasks(false).encode(new double[10_000]);
    Payload behind =
        JavaCodec.forResults(false, new Definitions()).encode(new GoodBean(new int[9_000]));

    assertThat(simple.arrays()).hasSize(1);
    assertThat(behind.arrays()).hasSize(1);
    assertThatThrownBy(() -> decoded(simple, "maxarray=8999"))
        .hasMessageContaining("double[] of length 10000");
    assertThatThrownBy(() -> decoded(behind, "maxarray=8999"))
        .hasMessageContaining("int[] of length 9000");
  }

  @Test
  void aStreamsUsualFilterIsAskedWhereNoneIsGiven() {
    Screening screening = new Screening(null);
    ObjectInputFilter usual = ObjectInputFilter.Config.createFilter("!java.net.URL");
    ObjectInputFilter asked = screening.ofStream(usual, 10);

    assertThat(asked.checkInput(info(java.net.URL.class)))
        .isEqualTo(ObjectInputFilter.Status.REJECTED);
    assertThat(asked.checkInput(info(java.net.URI.class)))
        .isEqualTo(ObjectInputFilter.Status.UNDECIDED);
    assertThat(screening.rejection())
        .contains("RP-410", "java.net.URL", "of the JVM (jdk.serialFilter)");
  }

  private static ObjectInputFilter.FilterInfo info(Class<?> type) {
    return new ObjectInputFilter.FilterInfo() {
      @Override
      public Class<?> serialClass() {
        return type;
      }

      @Override
      public long arrayLength() {
        return -1;
      }

      @Override
      public long depth() {
        return 1;
      }

      @Override
      public long references() {
        return 1;
      }

      @Override
      public long streamBytes() {
        return 1;
      }
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "maxdepth=x", "a.b;maxdeep=3"})
  void whatIsNoPatternIsRefusedWithItsOrigin(String pattern) {
    assertThatThrownBy(() -> SerialFilter.of(pattern, "environment variable X"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("RP-411: '" + pattern + "' (environment variable X)")
        .hasMessageContaining("jdk.serialFilter");
  }
}
