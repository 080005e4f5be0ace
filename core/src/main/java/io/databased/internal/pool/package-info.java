/**
 * The connection pool. It knows nothing of SQL: connections are opened, checked and closed by a {@link
 * io.databased.internal.pool.Connector}. It has two doors. A lease gives one caller the connection alone; a share lets
 * many callers pipeline over a connection that nobody leases.
 *
 * <p>All state is guarded by one lock, held only for short sections; whatever leaves the pool, such as connecting,
 * closing and completing futures, happens after it is released ({@link io.databased.internal.async.Monitor}). The pool
 * has no thread and no clock of its own, so that a test runs it in virtual time, and a schedule is a function of its
 * seed. Classes that say "under the lock" must only be called with it held.
 */
@NullMarked
package io.databased.internal.pool;

import org.jspecify.annotations.NullMarked;
