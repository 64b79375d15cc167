package io.github.rankpool;

import io.github.rankpool.internal.wire.Codec;
import io.github.rankpool.internal.wire.CodecException;
import io.github.rankpool.internal.wire.Payload;
import org.jspecify.annotations.Nullable;

/** Takes the time that another codec takes, while somebody observes the pool. */
final class MeasuredCodec implements Codec {
  private final Codec codec;
  private final Observers observers;
  private final Stopwatch encoding = new Stopwatch();
  private final Stopwatch decoding = new Stopwatch();

  MeasuredCodec(Codec codec, Observers observers) {
    this.codec = codec;
    this.observers = observers;
  }

  @Override
  public Payload encode(@Nullable Object object) throws CodecException {
    int weight = weight(encoding);
    if (weight == 0) {
      return codec.encode(object);
    }
    long begin = System.nanoTime();
    try {
      return codec.encode(object);
    } finally {
      encoding.stop(weight, begin);
    }
  }

  @Override
  public @Nullable Object decode(Payload payload, ClassLoader loader) throws CodecException {
    int weight = weight(decoding);
    if (weight == 0) {
      return codec.decode(payload, loader);
    }
    long begin = System.nanoTime();
    try {
      return codec.decode(payload, loader);
    } finally {
      decoding.stop(weight, begin);
    }
  }

  private int weight(Stopwatch stopwatch) {
    return observers.areAbsent() ? 0 : stopwatch.weight();
  }

  long encodingNanos() {
    return encoding.nanos();
  }

  long decodingNanos() {
    return decoding.nanos();
  }
}
