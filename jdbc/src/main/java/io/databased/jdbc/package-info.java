/**
 * A backend over any JDBC driver: each connection is one thread that makes the blocking calls.
 */
@NullMarked
package io.databased.jdbc;

import org.jspecify.annotations.NullMarked;
