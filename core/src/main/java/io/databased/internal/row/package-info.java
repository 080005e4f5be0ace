/**
 * Values on their way to the database and back. {@link io.databased.internal.row.Conversions} turns parameters into the few
 * types that every backend binds, and column values into what the caller asks for, if nothing is lost. A {@link
 * io.databased.internal.row.RowShape} knows all that rows of the same columns share: names, and how they become a record,
 * worked out once. An {@link io.databased.internal.row.ArrayRow} adds the values of one row. Messages here name columns and
 * types, never values.
 */
@NullMarked
package io.databased.internal.row;

import org.jspecify.annotations.NullMarked;
