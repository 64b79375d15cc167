/** A web application that computes on a pool. */
@NullMarked
package io.github.rankpool.examples.spring;

import org.jspecify.annotations.NullMarked;
