package io.github.rankpool.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RemoteFailureTest {
  private final JavaCodec codec = JavaCodec.forResults(true, new Definitions());

  private static RemoteFailure throughTheWire(RemoteFailure failure) throws FrameException {
    return RemoteFailure.from(failure.toPayload());
  }

  @Test
  void exceptionArrivesWithNameMessageTraceAndItself() throws Exception {
    IOException thrown = new IOException("plätschern", new IllegalStateException("cause"));

    RemoteFailure arrived = throughTheWire(RemoteFailure.of(thrown));

    assertThat(arrived.className()).isEqualTo("java.io.IOException");
    assertThat(arrived.message()).isEqualTo("plätschern");
    assertThat(arrived.stackTrace())
        .contains("plätschern", "Caused by: java.lang.IllegalStateException: cause")
        .contains("RemoteFailureTest.exceptionArrivesWithNameMessageTraceAndItself");
    assertThat(arrived.exception()).isNotNull();
    Object decoded = codec.decode(arrived.exception(), getClass().getClassLoader());
    assertThat(decoded).isInstanceOf(IOException.class);
    assertThat((IOException) decoded).hasMessage("plätschern").hasRootCauseMessage("cause");
  }

  @Test
  void missingMessageStaysMissing() throws FrameException {
    assertThat(throughTheWire(RemoteFailure.of(new IOException())).message()).isNull();
  }

  private static final class Unserializable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // The point of the test.
    private final Object part = new Object();

    Unserializable(String message) {
      super(message);
    }
  }

  @Test
  void exceptionThatCannotBeSerializedIsDescribed() throws FrameException {
    Unserializable thrown = new Unserializable("told");
    assertThat(thrown.part).isNotNull();

    RemoteFailure arrived = throughTheWire(RemoteFailure.of(thrown));

    assertThat(arrived.exception()).isNull();
    assertThat(arrived.className()).isEqualTo(Unserializable.class.getName());
    assertThat(arrived.message()).isEqualTo("told");
    assertThat(arrived.stackTrace()).contains("told");
  }

  /** Throws, whatever it is asked. */
  private static final class Hostile extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient boolean error;

    Hostile(boolean error) {
      this.error = error;
    }

    private Hostile fail() {
      if (error) {
        throw new AssertionError("an error");
      }
      throw this;
    }

    @Override
    public @Nullable String getMessage() {
      throw fail();
    }

    @Override
    public String toString() {
      throw fail();
    }

    @Override
    public void printStackTrace(PrintWriter writer) {
      throw fail();
    }

    private void writeObject(ObjectOutputStream stream) {
      throw fail();
    }
  }

  @Test
  void exceptionThatThrowsWhenAskedIsDescribed() throws FrameException {
    for (boolean error : new boolean[] {false, true}) {
      RemoteFailure arrived = throughTheWire(RemoteFailure.of(new Hostile(error)));

      assertThat(arrived.className()).isEqualTo(Hostile.class.getName());
      assertThat(arrived.exception()).isNull();
      assertThat(arrived.message()).contains("getMessage failed");
    }
  }

  @Test
  void veryLongTraceArrives() throws FrameException {
    RemoteFailure failure = new RemoteFailure("x", null, "t".repeat(3_000_000), null);

    assertThat(throughTheWire(failure)).isEqualTo(failure);
  }

  @Test
  void descriptionCutAnywhereIsRefused() {
    byte[] whole =
        new RemoteFailure("n", null, "t", Payload.ofBytes(new byte[3])).toPayload().toByteArray();
    for (int length = 0; length < whole.length; length++) {
      Payload cut = Payload.ofBytes(Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> RemoteFailure.from(cut)).isInstanceOf(FrameException.class);
    }
  }
}
