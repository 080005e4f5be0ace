/**
 * Spring's transactions on Databased: a transaction manager, the {@link io.databased.BlockingQueryable} that runs in the current
 * transaction, and the translation of failures into Spring's.
 */
@NullMarked
package io.databased.spring;

import org.jspecify.annotations.NullMarked;
