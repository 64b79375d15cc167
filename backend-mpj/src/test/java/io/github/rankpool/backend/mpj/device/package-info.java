/** What tests load with the vendor's class loader. */
@NullMarked
package io.github.rankpool.backend.mpj.device;

import org.jspecify.annotations.NullMarked;
