package io.github.rankpool.backend.openmpi.bindings;

import io.github.rankpool.spi.MpiException;
import io.github.rankpool.spi.Request;
import io.github.rankpool.spi.Status;
import mpi.MPIException;
import org.jspecify.annotations.Nullable;

/**
 * A non-blocking operation under way; remembers how it ended. The request of the bindings keeps the
 * buffer reachable meanwhile.
 */
abstract class BindingsRequest implements Request {
  private @Nullable Status status;
  private @Nullable MpiException failure;

  @Override
  public final @Nullable Status test() {
    if (status == null) {
      throwFailure();
      try {
        status = testNow();
      } catch (MPIException e) {
        throw fail(e, "MPI_Test");
      }
    }
    return status;
  }

  @Override
  public final Status await() {
    if (status == null) {
      throwFailure();
      try {
        status = waitNow();
      } catch (MPIException e) {
        throw fail(e, "MPI_Wait");
      }
    }
    return status;
  }

  /** Completes the operation if that is possible now; null otherwise. */
  abstract @Nullable Status testNow() throws MPIException;

  /** Completes the operation. */
  abstract Status waitNow() throws MPIException;

  /** What this is, for messages of errors. */
  abstract String describe();

  private void throwFailure() {
    if (failure != null) {
      throw failure;
    }
  }

  /** MPI has freed the request; asking it again would be an error. */
  private MpiException fail(MPIException e, String operation) {
    MpiException thrown = Failures.of(e, operation + " of " + describe());
    failure = thrown;
    return thrown;
  }
}
