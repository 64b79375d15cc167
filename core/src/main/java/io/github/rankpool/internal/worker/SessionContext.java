package io.github.rankpool.internal.worker;

import io.github.rankpool.internal.wire.Codec;
import io.github.rankpool.internal.wire.CodecException;
import io.github.rankpool.internal.wire.Definitions;
import io.github.rankpool.internal.wire.JavaCodec;
import io.github.rankpool.internal.wire.Payload;
import io.github.rankpool.internal.wire.SerialFilter;
import java.io.Closeable;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a worker keeps for an executor while it sends tasks.
 *
 * @param definitions what its tasks refer to, as far as it came
 * @param codec reads its tasks and writes their results
 * @param objects for what its tasks send each other
 * @param loader finds its classes
 * @param globals named values for its tasks to read
 * @param initializer to be run before its tasks
 */
record SessionContext(
    Definitions definitions,
    Codec codec,
    JavaCodec objects,
    ClassLoader loader,
    Map<String, Object> globals,
    TaskBody initializer)
    implements Closeable {

  /** The context of an executor without a setup. */
  static SessionContext plain(ClassLoader loader) {
    Definitions definitions = new Definitions();
    Codec codec = JavaCodec.forResults(false, definitions);
    return new SessionContext(
        definitions, codec, JavaCodec.selfContained(), loader, Map.of(), () -> null);
  }

  /**
   * Reads a setup. Leaves its class loader with the thread.
   *
   * @param payload a {@link SessionSetup}, encoded
   * @param parent finds the classes that every executor knows
   * @return the context of the tasks to come, to be closed
   * @throws CodecException if the setup cannot be read
   */
  static SessionContext read(Payload payload, ClassLoader parent) throws CodecException {
    JavaCodec own = JavaCodec.selfContained().filteredBy(SerialFilter.OWN);
    SessionSetup setup = (SessionSetup) decode(own, payload, parent);
    SessionSetup.Filter given = setup.filter();
    SerialFilter filter = given == null ? null : SerialFilter.of(given.pattern(), given.origin());
    JavaCodec objects = JavaCodec.selfContained().filteredBy(filter);
    SessionLoader loader = new SessionLoader(setup, parent);
    try {
      Thread.currentThread().setContextClassLoader(loader);
      SessionSetup.Content content =
          (SessionSetup.Content) decode(objects, Payload.ofBytes(setup.content()), loader);
      Definitions definitions = new Definitions();
      Codec codec =
          JavaCodec.forResults(setup.zeroCopy(), definitions)
              .with(content.codec())
              .filteredBy(filter);
      return new SessionContext(
          definitions, codec, objects, loader, content.globals(), content.initializer());
    } catch (Throwable e) {
      loader.close();
      throw e;
    } finally {
      TaskContext.unbind();
    }
  }

  private static Object decode(Codec codec, Payload payload, ClassLoader loader)
      throws CodecException {
    Object read = codec.decode(payload, loader);
    if (read == null) {
      throw new CodecException("the setup is empty", null);
    }
    return read;
  }

  @Override
  public void close() {
    if (loader instanceof SessionLoader own) {
      own.close();
    }
  }

  /** Adds an executor's class path, and hides the program's main class if that was asked for. */
  private static final class SessionLoader extends URLClassLoader {
    private final String hiddenClass;

    SessionLoader(SessionSetup setup, ClassLoader parent) {
      super("rankpool-session", urls(setup.classPath()), parent);
      this.hiddenClass = setup.hiddenClass();
    }

    private static URL[] urls(List<String> classPath) {
      List<URL> urls = new ArrayList<>();
      for (String entry : classPath) {
        try {
          urls.add(new URL(entry));
        } catch (MalformedURLException e) {
          throw new IllegalArgumentException("made of a path by the master: " + entry, e);
        }
      }
      return urls.toArray(URL[]::new);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.equals(hiddenClass)) {
        throw new ClassNotFoundException(
            name
                + " (the program's main class, which main(false) keeps from workers: put tasks into"
                + " another class)");
      }
      return super.loadClass(name, resolve);
    }

    @Override
    public void close() {
      try {
        super.close();
      } catch (IOException e) {
        // Its files were only read.
      }
    }
  }
}
