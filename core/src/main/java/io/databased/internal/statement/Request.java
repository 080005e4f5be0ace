package io.databased.internal.statement;

import io.databased.internal.context.Prepared;

/**
 * A statement that a user asked for.
 *
 * @param outcome who waits for it
 */
public record Request(Prepared prepared, Outcome outcome) {}
