/** Traces and metrics with OpenTelemetry. */
@NullMarked
package io.databased.opentelemetry;

import org.jspecify.annotations.NullMarked;
