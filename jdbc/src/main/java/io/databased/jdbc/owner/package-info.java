/**
 * Makes a blocking connection asynchronous: an {@link io.databased.jdbc.owner.Owner} makes the calls to it, on a thread of its
 * own. {@link io.databased.jdbc.owner.OwnedConnection} is what a database brings, {@link
 * io.databased.jdbc.owner.OwnedSession} is what the core sees. Shared by the JDBC and the SQLite backend, closed to others.
 */
@NullMarked
package io.databased.jdbc.owner;

import org.jspecify.annotations.NullMarked;
