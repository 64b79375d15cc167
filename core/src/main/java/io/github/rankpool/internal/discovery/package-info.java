/**
 * Finds backends on the class path and chooses one, with an explanation. Knows providers and
 * nothing of what is done with them.
 */
@NullMarked
package io.github.rankpool.internal.discovery;

import org.jspecify.annotations.NullMarked;
