package io.github.rankpool.it;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** A test of what a backend cannot do by its nature: skipped there, showing the reason. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(CannotOn.List.class)
@ExtendWith(CannotOn.Condition.class)
@interface CannotOn {

  /** The backend's name. */
  String value();

  /** Why it cannot. */
  String because();

  /** Several backends that cannot. */
  @Target(ElementType.METHOD)
  @Retention(RetentionPolicy.RUNTIME)
  @ExtendWith(CannotOn.Condition.class)
  @interface List {

    /** One for each backend. */
    CannotOn[] value();
  }

  /** Compares with the backend that {@link OnBackend} names. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      String backend = backendOf(context.getRequiredTestClass());
      return AnnotationSupport.findRepeatableAnnotations(context.getElement(), CannotOn.class)
          .stream()
          .filter(cannot -> cannot.value().equals(backend))
          .map(CannotOn::because)
          .map(
              reason ->
                  ConditionEvaluationResult.disabled("not on backend " + backend + ": " + reason))
          .findFirst()
          .orElseGet(
              () -> ConditionEvaluationResult.enabled("backend " + backend + " can do this"));
    }

    private static String backendOf(Class<?> test) {
      for (Class<?> each = test; each != null; each = each.getEnclosingClass()) {
        OnBackend named = each.getAnnotation(OnBackend.class);
        if (named != null) {
          return named.value();
        }
      }
      throw new AssertionError(test + " needs @OnBackend, for its tests have @CannotOn");
    }
  }
}
