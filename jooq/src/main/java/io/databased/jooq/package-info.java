/**
 * jOOQ queries as Databased queries. jOOQ renders the SQL, hands out the values to bind and reads the rows back into its
 * own typed records; the session runs the statement. jOOQ never sees a connection, and a query is never attached to a
 * configuration, so one query may be run by many threads. {@link io.databased.jooq.Jooq} is the way in.
 */
@NullMarked
package io.databased.jooq;

import org.jspecify.annotations.NullMarked;
