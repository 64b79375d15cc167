package io.github.rankpool.internal.wire;

import java.io.ObjectInputFilter;
import java.lang.reflect.Array;
import java.security.ProtectionDomain;
import org.jspecify.annotations.Nullable;

/**
 * Finds the classes of another loader that a filter admits. They are that loader's, and what they
 * need themselves is none of this one's business. Rankpool's own classes are always admitted.
 */
final class FilteredLoader extends ClassLoader {
  /** That of the jar which this class is from. */
  private static final ProtectionDomain OWN_DOMAIN = FilteredLoader.class.getProtectionDomain();

  private final ClassLoader parent;
  private final ObjectInputFilter filter;
  private final SerialFilter setting;

  /** A class is there, and must not be used. */
  static final class RejectedException extends ClassNotFoundException {
    private static final long serialVersionUID = 1L;

    RejectedException(String message) {
      super(message);
    }
  }

  /** What a filter is asked about. */
  record Info(@Nullable Class<?> serialClass, long arrayLength, long streamBytes)
      implements ObjectInputFilter.FilterInfo {
    static Info ofBytes(long bytes) {
      return new Info(null, -1, bytes);
    }

    static Info ofArray(Object array) {
      return new Info(array.getClass(), Array.getLength(array), 0);
    }

    @Override
    public long depth() {
      return 1;
    }

    @Override
    public long references() {
      return 1;
    }
  }

  FilteredLoader(ClassLoader parent, ObjectInputFilter filter, SerialFilter setting) {
    super("rankpool-filter", parent);
    this.parent = parent;
    this.filter = filter;
    this.setting = setting;
  }

  ObjectInputFilter filter() {
    return info -> isOwn(info.serialClass()) ? allowed() : filter.checkInput(info);
  }

  private static ObjectInputFilter.Status allowed() {
    return ObjectInputFilter.Status.ALLOWED;
  }

  static String message(String what, SerialFilter setting) {
    return "RP-411: "
        + what
        + " is rejected by the serialization filter"
        + (setting.pattern().isEmpty() ? "" : " '" + setting.pattern() + "'")
        + " ("
        + setting.origin()
        + "); if it should come, let the filter admit it";
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    Class<?> type = parent.loadClass(name);
    boolean rejected =
        !isOwn(type)
            && filter.checkInput(new Info(type, -1, 0)) == ObjectInputFilter.Status.REJECTED;
    if (rejected) {
      throw new RejectedException(message("class " + name, setting));
    }
    return type;
  }

  private static boolean isOwn(@Nullable Class<?> type) {
    return type != null && type.getProtectionDomain().equals(OWN_DOMAIN);
  }
}
