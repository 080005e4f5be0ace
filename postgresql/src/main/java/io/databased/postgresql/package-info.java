/** The PostgreSQL backend, on the Vert.x client. Found by its URLs, {@code postgresql://…}; nothing here need be called. */
@NullMarked
package io.databased.postgresql;

import org.jspecify.annotations.NullMarked;
