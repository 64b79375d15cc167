package io.github.rankpool.internal.wire;

import java.io.ObjectInputFilter;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A codec that makes objects of admitted classes only. Whatever it decodes, it finds classes by a
 * loader, so that is where they are checked.
 */
final class FilteredCodec implements Codec {
  private final Codec codec;
  private final ObjectInputFilter filter;
  private final SerialFilter setting;
  private final Map<ClassLoader, FilteredLoader> loaders =
      Collections.synchronizedMap(new WeakHashMap<>());

  FilteredCodec(Codec codec, ObjectInputFilter filter, SerialFilter setting) {
    this.codec = codec;
    this.filter = filter;
    this.setting = setting;
  }

  @Override
  public Payload encode(@Nullable Object object) throws CodecException {
    return codec.encode(object);
  }

  @Override
  public @Nullable Object decode(Payload payload, ClassLoader loader) throws CodecException {
    check(payload);
    return codec.decode(
        payload, loaders.computeIfAbsent(loader, key -> new FilteredLoader(key, filter, setting)));
  }

  private void check(Payload payload) throws CodecException {
    reject(FilteredLoader.Info.ofBytes(payload.streamBytes()), payload.streamBytes() + " bytes");
    for (Object array : payload.arrays()) {
      FilteredLoader.Info info = FilteredLoader.Info.ofArray(array);
      reject(info, array.getClass().getSimpleName() + " of length " + info.arrayLength());
    }
  }

  private void reject(FilteredLoader.Info info, String what) throws CodecException {
    if (filter.checkInput(info) == ObjectInputFilter.Status.REJECTED) {
      throw new CodecException(FilteredLoader.message(what, setting), null);
    }
  }
}
