/**
 * Connections as the rest of the core sees them. {@link io.databased.internal.connection.Line} is the only way to say
 * something to one, and each {@link io.databased.internal.connection.Call} has a limit. Where they come from is a {@link
 * io.databased.internal.connection.ConnectionSource}: the pools, or force-rollback in front of them, which is nowhere else.
 */
@NullMarked
package io.databased.internal.connection;

import org.jspecify.annotations.NullMarked;
