package io.databased.postgresql;

import io.databased.SessionOptions;
import io.databased.spi.SqlDialect;
import io.databased.spi.SqlSyntax;
import org.jspecify.annotations.Nullable;

/** PostgreSQL's SQL. Parameters are typed by the class of their values, and texts by the server: {@link ParameterType}. */
final class PostgresDialect implements SqlDialect {
    static final PostgresDialect INSTANCE = new PostgresDialect();

    private PostgresDialect() {}

    @Override
    public String name() {
        return "postgresql";
    }

    @Override
    public SqlSyntax syntax() {
        return SqlSyntax.postgresql();
    }

    @Override
    public String placeholder(int index, @Nullable Object value, Place place) {
        return ParameterType.of(value, place).placeholder(index);
    }

    @Override
    public String begin(SessionOptions options) {
        StringBuilder sql = new StringBuilder("BEGIN");
        options.isolation().ifPresent(level -> sql.append(" ISOLATION LEVEL ").append(level.sql()));
        sql.append(options.readOnly() ? " READ ONLY" : "");
        sql.append(options.deferrable() ? " DEFERRABLE" : "");
        return sql.toString();
    }

    @Override
    public boolean abortsOnError() {
        return true;
    }
}
