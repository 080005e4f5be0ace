package io.databased.jdbc.product;

import java.sql.Types;

/**
 * What tells how to read a column.
 *
 * @param type of {@link Types}
 * @param signed whether whole numbers have a sign; without it the greatest do not fit
 * @param typeName in upper case, empty if the type tells all
 */
public record Column(int type, boolean signed, String typeName) {}
