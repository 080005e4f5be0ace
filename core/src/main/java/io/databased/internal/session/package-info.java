/**
 * The engine behind {@link io.databased.Database} and {@link io.databased.Session}.
 *
 * <p>Three things are kept apart: {@link io.databased.internal.session.SessionState} says what may happen to a session and
 * needs no database; {@link io.databased.internal.session.TransactionSql} says what SQL a depth of nesting takes and is
 * pure; {@link io.databased.internal.session.Conversation} talks to the connection. Where connections come from is a
 * {@link io.databased.internal.session.ConnectionSource}; force-rollback is another one of those and nothing else.
 *
 * <p>One lock for each outermost session guards it and its descendants. No user code and no I/O runs under it.
 */
@NullMarked
package io.databased.internal.session;

import org.jspecify.annotations.NullMarked;
