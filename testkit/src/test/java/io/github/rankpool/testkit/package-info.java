/** Tests of the testkit itself. */
@NullMarked
package io.github.rankpool.testkit;

import org.jspecify.annotations.NullMarked;
