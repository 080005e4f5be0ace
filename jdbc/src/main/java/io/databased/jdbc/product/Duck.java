package io.databased.jdbc.product;

import io.databased.spi.SqlDialect;
import io.databased.spi.SqlSyntax;
import java.sql.Connection;
import java.time.LocalDate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** DuckDB, whose driver is native code in this process. */
final class Duck extends Product {
    private static final Pattern MEMORY =
            Pattern.compile("jdbc:duckdb:(?::memory:|(?=;|$))([^;]*)(.*)", Pattern.DOTALL);

    Duck() {
        super(
                "duckdb",
                SqlSyntax.postgresql().without(SqlSyntax.Feature.QUESTION_OPERATORS),
                new DuckErrors(),
                new DuckValues());
    }

    /** Dates and the longest numbers are sent as texts, see {@link DuckValues}. */
    @Override
    public String placeholder(@Nullable Object value, SqlDialect.Place place) {
        if (value instanceof LocalDate) {
            return "cast(? as date)";
        }
        String wholeType = DuckValues.wholeType(value);
        return wholeType == null ? "?" : "cast(? as " + wholeType + ")";
    }

    @Override
    public boolean abortsOnError() {
        return true;
    }

    @Override
    public boolean savepoints() {
        return false;
    }

    @Override
    public boolean definitionCommits() {
        return false;
    }

    /** The driver's batches begin a transaction of their own. */
    @Override
    public boolean batches() {
        return false;
    }

    @Override
    public boolean closingRollsBack() {
        return true;
    }

    @Override
    public @Nullable MemoryUrl memory(String url) {
        return MemoryUrl.shared("jdbc:duckdb::memory:", MEMORY.matcher(url));
    }

    @Override
    public Transaction transaction(Connection connection) {
        return new DuckTransaction(connection);
    }

    @Override
    public TransactionMark mark(Connection connection) {
        return new DuckMark(connection);
    }

    @Override
    public Signal signal(Connection connection) {
        return Signal.ofStatement(Signal.Spent.AT_ONCE);
    }
}
