package io.github.rankpool;

import io.github.rankpool.internal.wire.Codec;
import io.github.rankpool.internal.wire.CodecException;
import io.github.rankpool.internal.wire.Payload;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Takes the time that another codec takes, while somebody observes the pool. */
final class MeasuredCodec implements Codec {
  private final Codec codec;
  private final Observers observers;
  private final LongAdder encodingNanos = new LongAdder();
  private final LongAdder decodingNanos = new LongAdder();

  MeasuredCodec(Codec codec, Observers observers) {
    this.codec = codec;
    this.observers = observers;
  }

  @Override
  public Payload encode(@Nullable Object object) throws CodecException {
    if (observers.areAbsent()) {
      return codec.encode(object);
    }
    long begin = System.nanoTime();
    try {
      return codec.encode(object);
    } finally {
      encodingNanos.add(System.nanoTime() - begin);
    }
  }

  @Override
  public @Nullable Object decode(Payload payload, ClassLoader loader) throws CodecException {
    if (observers.areAbsent()) {
      return codec.decode(payload, loader);
    }
    long begin = System.nanoTime();
    try {
      return codec.decode(payload, loader);
    } finally {
      decodingNanos.add(System.nanoTime() - begin);
    }
  }

  long encodingNanos() {
    return encodingNanos.sum();
  }

  long decodingNanos() {
    return decodingNanos.sum();
  }
}
