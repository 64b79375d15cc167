/**
 * MPJ Express's devices as this backend uses them. The only package that names the vendor's
 * classes; always loaded by the vendor's class loader.
 */
@NullMarked
package io.github.rankpool.backend.mpj.device;

import org.jspecify.annotations.NullMarked;
