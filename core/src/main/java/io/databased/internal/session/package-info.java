/**
 * Sessions: their states, their order, and what they say to their connection.
 *
 * <p>{@link io.databased.internal.session.SessionState} says what may happen to a session and needs no database. A {@link
 * io.databased.internal.session.SessionNode} is a session's place in the nesting; a {@link
 * io.databased.internal.session.SessionPipeline} is what an outermost session and its descendants say to one connection, in
 * {@linkplain io.databased.internal.session.Step steps}. {@link io.databased.internal.session.DefaultSession} is what their
 * user holds.
 *
 * <p>One monitor for each outermost session guards it and its descendants. No user code and no I/O runs under it.
 */
@NullMarked
package io.databased.internal.session;

import org.jspecify.annotations.NullMarked;
