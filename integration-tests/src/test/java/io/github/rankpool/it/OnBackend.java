package io.github.rankpool.it;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says which backend the tests of a class, and of the classes nested in it, run on. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface OnBackend {

  /** The backend's name. */
  String value();
}
