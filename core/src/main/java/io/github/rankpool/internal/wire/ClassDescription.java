package io.github.rankpool.internal.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.io.StreamCorruptedException;

/**
 * What Java serialization says of a class, by itself: with its superclasses left out, which are
 * described for themselves wherever they are needed.
 */
final class ClassDescription {
  private static final ObjectStreamClass ANY_SUPERCLASS = ObjectStreamClass.lookupAny(Object.class);

  private ClassDescription() {}

  static void write(Class<?> type, OutputStream out) throws IOException {
    Output stream = new Output(out);
    stream.writeObject(ObjectStreamClass.lookupAny(type));
    stream.flush();
  }

  static ObjectStreamClass read(InputStream in) throws IOException, ClassNotFoundException {
    try (Input stream = new Input(in)) {
      if (stream.readObject() instanceof ObjectStreamClass description) {
        return description;
      }
      throw new StreamCorruptedException("definition of no class");
    }
  }

  private static final class Output extends ObjectOutputStream {
    private boolean described;

    Output(OutputStream out) throws IOException {
      super(out);
    }

    @Override
    protected void writeClassDescriptor(ObjectStreamClass description) throws IOException {
      if (!described) {
        described = true;
        super.writeClassDescriptor(description);
      }
    }
  }

  private static final class Input extends ObjectInputStream {
    private boolean described;

    Input(InputStream in) throws IOException {
      super(in);
    }

    @Override
    protected ObjectStreamClass readClassDescriptor() throws IOException, ClassNotFoundException {
      if (described) {
        return ANY_SUPERCLASS;
      }
      described = true;
      return super.readClassDescriptor();
    }

    // Whoever uses the description finds the class, and compares it with what is said here.
    @Override
    protected Class<?> resolveClass(ObjectStreamClass description) throws ClassNotFoundException {
      throw new ClassNotFoundException(description.getName());
    }

    // Nobody describes proxies; this would make their class.
    @Override
    protected Class<?> resolveProxyClass(String[] interfaces) throws IOException {
      throw new StreamCorruptedException("definition of a proxy");
    }
  }
}
