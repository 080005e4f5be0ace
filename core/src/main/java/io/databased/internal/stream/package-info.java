/**
 * Rows that are handed out as they are asked for: the publisher's side, and the subscribers behind {@code forEach}.
 */
@NullMarked
package io.databased.internal.stream;

import org.jspecify.annotations.NullMarked;
