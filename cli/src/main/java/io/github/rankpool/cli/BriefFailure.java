package io.github.rankpool.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells what ended a program without a stack trace, where a trace would say no more: of failures
 * that have codes all along, down to what the system says, and of classes that are not on the class
 * path.
 */
final class BriefFailure {
  /**
   * Of settings, pools, MPI and services. Others may have causes that the program has to be
   * searched for.
   */
  private static final Pattern CODE = Pattern.compile("RP-[1237][0-9]{2}: ");

  private static final List<String> NOT_THE_PROGRAM =
      List.of("java.", "jdk.", "io.github.rankpool.");

  private BriefFailure() {}

  /** Lines for the user; empty where only a stack trace will do. */
  static Optional<String> of(Throwable failure) {
    if (failure instanceof NoClassDefFoundError
        && failure.getCause() instanceof ClassNotFoundException missing) {
      return Optional.of(
          "RP-614: the program needs class "
              + missing.getMessage()
              + ", which is not on the class path"
              + place(failure)
              + ". Add its jar or folder with -cp.");
    }
    return messages(failure).map(messages -> String.join("\n  caused by ", messages));
  }

  /** Of the failure and its causes; empty if one of them has no code. */
  private static Optional<List<String>> messages(Throwable failure) {
    List<String> messages = new ArrayList<>();
    Throwable first = unwrapped(failure);
    String message = "";
    for (@Nullable Throwable each = first;
        each != null && !isReasonIn(message, each);
        each = each.getCause()) {
      message = String.valueOf(each.getMessage());
      if (!CODE.matcher(message).lookingAt()) {
        return Optional.empty();
      }
      messages.add(each == first ? message + place(failure) : message);
    }
    return Optional.of(messages);
  }

  /** Whether a failure is the system's own, and a message has told all that it tells. */
  private static boolean isReasonIn(String message, Throwable failure) {
    String reason = failure.getMessage();
    return failure instanceof IOException
        && failure.getCause() == null
        && reason != null
        && message.contains(reason);
  }

  private static Throwable unwrapped(Throwable failure) {
    Throwable cause = failure.getCause();
    boolean wrapper =
        failure instanceof CompletionException || failure instanceof ExecutionException;
    return wrapper && cause != null ? unwrapped(cause) : failure;
  }

  private static String place(Throwable failure) {
    return Arrays.stream(failure.getStackTrace())
        .filter(frame -> NOT_THE_PROGRAM.stream().noneMatch(frame.getClassName()::startsWith))
        .findFirst()
        .map(frame -> " (at " + frame + ")")
        .orElse("");
  }
}
