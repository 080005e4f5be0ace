/**
 * Rows and values. {@link io.databased.internal.row.Conversions} turns values of the user into what backends bind, and
 * values of the database into what the user asks for; it is built once for each database. A {@link
 * io.databased.internal.row.RowShape} is what all rows of one result have in common: it finds columns by name, wraps
 * rows and keeps the compiled mappings to records, so that a statement that runs again pays for neither.
 */
@NullMarked
package io.databased.internal.row;

import org.jspecify.annotations.NullMarked;
