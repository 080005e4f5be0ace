/** What the native backend and JDBC make of the same server, compared. */
@NullMarked
package io.databased.mysql.jdbc;

import org.jspecify.annotations.NullMarked;
