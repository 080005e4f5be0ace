/**
 * What everything that runs on a database asks for: its settings, its queries, its users' code, its observers. {@link
 * io.databased.internal.context.Context} holds the parts together from connect to disconnect.
 */
@NullMarked
package io.databased.internal.context;

import org.jspecify.annotations.NullMarked;
