/**
 * The MySQL and MariaDB backend, on the Vert.x client. Found by its URLs, {@code mysql://…} and {@code mariadb://…}; nothing
 * here need be called.
 */
@NullMarked
package io.databased.mysql;

import org.jspecify.annotations.NullMarked;
