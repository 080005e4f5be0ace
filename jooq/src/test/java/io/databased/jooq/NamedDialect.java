package io.databased.jooq;

import io.databased.Dialect;
import io.databased.SqlSyntax;

/** A dialect of which jOOQ needs the name alone. */
record NamedDialect(String name) implements Dialect {
    @Override
    public SqlSyntax syntax() {
        return SqlSyntax.standard();
    }
}
