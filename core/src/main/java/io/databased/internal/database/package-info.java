/**
 * The roof: {@link io.databased.Database} itself, connecting and disconnecting, and statements outside of sessions.
 */
@NullMarked
package io.databased.internal.database;

import org.jspecify.annotations.NullMarked;
