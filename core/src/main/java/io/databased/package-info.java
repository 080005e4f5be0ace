/**
 * Databased: one asynchronous API over SQL databases, where a session is a transaction and a nested transaction is a
 * child session.
 *
 * <p>Start at {@link io.databased.Database}. It hands out {@link io.databased.Session}s; both run queries, raw SQL
 * through {@link io.databased.Sql} or anything else that implements {@link io.databased.Query}. Every failure is a {@link
 * io.databased.DatabasedException}.
 */
@NullMarked
package io.databased;

import org.jspecify.annotations.NullMarked;
