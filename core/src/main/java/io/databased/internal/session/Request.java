package io.databased.internal.session;

import org.jspecify.annotations.Nullable;

/**
 * A statement that a user asked for.
 *
 * @param outcome who waits for it
 * @param callSite where it was asked for, unless that is not recorded
 */
record Request(Prepared prepared, Outcome outcome, @Nullable CallSite callSite) {}
