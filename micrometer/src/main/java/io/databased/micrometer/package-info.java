/** Metrics and observations with Micrometer. */
@NullMarked
package io.databased.micrometer;

import org.jspecify.annotations.NullMarked;
