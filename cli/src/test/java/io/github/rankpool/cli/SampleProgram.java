package io.github.rankpool.cli;

import java.util.ArrayList;
import java.util.List;

/** Programs with a main method, or something like it. */
@SuppressWarnings({"IncorrectMainMethod", "DoNotCallSuggester"}) // they are wrong on purpose
final class SampleProgram {
  static final List<String> CALLS = new ArrayList<>();

  private SampleProgram() {}

  public static void main(String[] args) {
    CALLS.addAll(List.of(args));
  }

  /** Has main by inheritance. */
  static class Base {
    private Base() {}

    public static void main(String[] args) {
      CALLS.add("inherited");
    }
  }

  /** The heir. */
  static final class Heir extends Base {
    private Heir() {
      super();
    }
  }

  /** An interface may have main as well. */
  interface Interface {
    static void main(String[] args) {
      CALLS.add("interface");
    }
  }

  /** Throws from main, with a cause. */
  static final class Failing {
    private Failing() {}

    public static void main(String[] args) {
      throw new IllegalStateException("thrown by main", new RuntimeException("the cause"));
    }
  }

  /** Not public. */
  static final class NotPublic {
    private NotPublic() {}

    static void main(String[] args) {}
  }

  /** Not static. */
  static final class NotStatic {
    private NotStatic() {}

    public void main(String[] args) {}
  }

  /** Not void. */
  static final class NotVoid {
    private NotVoid() {}

    public static int main(String[] args) {
      return args.length;
    }
  }

  /** Other parameters. */
  static final class NoArguments {
    private NoArguments() {}

    public static void main() {}
  }
}
