/**
 * The SQLite backend, on top of the JDBC backend.
 */
@NullMarked
package io.databased.sqlite;

import org.jspecify.annotations.NullMarked;
