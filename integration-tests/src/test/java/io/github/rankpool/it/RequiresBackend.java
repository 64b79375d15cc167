package io.github.rankpool.it;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * For tests of one backend: they are skipped, showing the reason, where it cannot be used, but fail
 * if {@code RANKPOOL_REQUIRE_BACKENDS} lists it.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(RequiresBackend.Condition.class)
@interface RequiresBackend {

  /** The backend's name. */
  String value();

  /** Looks whether the backend can be used. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return AnnotationSupport.findAnnotation(context.getElement(), RequiresBackend.class)
          .map(annotation -> evaluate(annotation.value()))
          .orElseGet(() -> ConditionEvaluationResult.enabled("needs no backend of its own"));
    }

    private static ConditionEvaluationResult evaluate(String name) {
      var availability = Backends.availability(name);
      if (availability.usable()) {
        return ConditionEvaluationResult.enabled(availability.detail());
      }
      String problem = Backends.problem(name, availability);
      if (Backends.required().contains(name)) {
        throw new AssertionError(Backends.REQUIRED_VARIABLE + " lists " + problem);
      }
      return ConditionEvaluationResult.disabled(problem);
    }
  }
}
