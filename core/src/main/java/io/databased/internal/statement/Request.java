package io.databased.internal.statement;

import io.databased.internal.context.Prepared;
import io.databased.internal.failure.CallSite;
import org.jspecify.annotations.Nullable;

/**
 * A statement that a user asked for.
 *
 * @param outcome who waits for it
 * @param callSite where it was asked for, unless that is not recorded
 */
public record Request(
        Prepared prepared, Outcome outcome, @Nullable CallSite callSite) {}
