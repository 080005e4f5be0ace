/**
 * For backends with threads of their own: how such a thread runs users' callbacks without being stopped by them. One that
 * serves a connection or an event loop has a {@link io.databased.spi.callback.Lead}.
 */
@NullMarked
package io.databased.spi.callback;

import org.jspecify.annotations.NullMarked;
