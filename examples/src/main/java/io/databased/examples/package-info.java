/**
 * Runnable examples: {@link io.databased.examples.Main} runs them all.
 */
@NullMarked
package io.databased.examples;

import org.jspecify.annotations.NullMarked;
