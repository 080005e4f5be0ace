/** Database URLs: read, checked part by part, and written. What users hold of it is {@link io.databased.DatabaseUrl}. */
@NullMarked
package io.databased.internal.url;

import org.jspecify.annotations.NullMarked;
