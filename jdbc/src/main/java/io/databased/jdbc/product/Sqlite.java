package io.databased.jdbc.product;

import io.databased.spi.Command;
import io.databased.spi.SqlSyntax;
import java.sql.Connection;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** SQLite through its JDBC driver, for who wants that; {@code databased-sqlite} does more. */
final class Sqlite extends Product {
    private static final String SCHEME = "jdbc:sqlite:";
    /** The driver takes {@code :memory:?cache=shared} for a file of that name. */
    private static final Pattern MEMORY = Pattern.compile(
            "jdbc:sqlite:(?:(?::memory:)?(?!.*cache=shared)|file::memory:|file:[^?]*(?=\\?.*mode=memory))(?:\\?.*)?",
            Pattern.DOTALL);

    private static final Pattern SHARED = Pattern.compile("jdbc:sqlite:file:[^?]+\\?.*cache=shared.*", Pattern.DOTALL);

    Sqlite() {
        super("sqlite", SqlSyntax.sqlite(), new SqliteJdbcErrors(), new SqliteJdbcValues());
    }

    @Override
    public boolean definitionCommits() {
        return false;
    }

    /** Of others the driver gives the count of the statement before. */
    @Override
    public boolean counts(Command command) {
        return command.changesRows();
    }

    /** The driver runs them one by one as well, and does not tell which one has failed. */
    @Override
    public boolean batches() {
        return false;
    }

    @Override
    public @Nullable MemoryUrl memory(String url) {
        if (!MEMORY.matcher(url).matches()) {
            return null;
        }
        boolean shared = SHARED.matcher(url).matches();
        return new MemoryUrl(SCHEME, url.substring(SCHEME.length()), "", !shared);
    }

    /** The driver fails to make a connection read-only that is open. */
    @Override
    public Transaction transaction(Connection connection) {
        return new DriverTransaction(connection, false);
    }

    @Override
    public TransactionMark mark(Connection connection) {
        return SqlSavepointMark.sqlite(connection);
    }

    @Override
    public boolean closingRollsBack() {
        return true;
    }

    @Override
    public Signal signal(Connection connection) {
        return Signal.ofStatement(Signal.Spent.AT_ONCE);
    }
}
