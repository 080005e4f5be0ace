/**
 * Makes a blocking connection asynchronous: one {@linkplain io.databased.jdbc.owner.OwnerThread thread} owns it and makes
 * every call to it. {@link io.databased.jdbc.owner.OwnedConnection} is what a database brings, {@link
 * io.databased.jdbc.owner.OwnedSession} is what the core sees. Shared by the JDBC and the SQLite backend, closed to others.
 */
@NullMarked
package io.databased.jdbc.owner;

import org.jspecify.annotations.NullMarked;
