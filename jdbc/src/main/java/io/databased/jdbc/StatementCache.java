package io.databased.jdbc;

import io.databased.jdbc.product.Unsupported;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The prepared statements of one connection; those used longest ago are closed first. */
final class StatementCache {
    private static final int CAPACITY = 256;

    private final Connection connection;
    private final AtomicInteger definitions;
    private final Map<Key, Prepared> statements = new LinkedHashMap<>(16, 0.75f, true);
    private int known;

    /** @param definitions how many have made what was prepared before unfit, on all connections */
    StatementCache(Connection connection, AtomicInteger definitions) {
        this.connection = connection;
        this.definitions = definitions;
        this.known = definitions.get();
    }

    /**
     * @param keys whether the statement is to give the keys it generates
     * @param kinds of its values, where these tell statements of one text apart
     */
    Prepared get(String sql, Keys keys, String kinds) throws SQLException {
        if (known != definitions.get()) {
            known = definitions.get();
            statements.values().forEach(outdated -> Closing.quietly(outdated.statement));
            statements.clear();
        }
        Key key = new Key(sql, keys, kinds);
        Prepared cached = statements.get(key);
        if (cached == null || cached.statement.isClosed()) { // by the driver, or by a pool beneath
            cached = prepare(
                    kinds.isEmpty() ? sql : "/* " + kinds + " */ " + sql, keys); // a driver may keep them by text, too
            statements.put(key, cached);
            evict();
        }
        return cached;
    }

    /** Without keys where the driver has none. */
    private Prepared prepare(String sql, Keys keys) throws SQLException {
        if (keys == Keys.WANTED) {
            try {
                return new Prepared(connection.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS), true);
            } catch (SQLException e) {
                if (!Unsupported.is(e)) {
                    throw e;
                }
            }
        }
        return new Prepared(connection.prepareStatement(sql), false);
    }

    /** Closes and forgets a statement that failed: it may not be fit for use any more. */
    void discard(String sql) {
        statements.entrySet().removeIf(kept -> {
            boolean failed = kept.getKey().sql.equals(sql);
            if (failed) {
                Closing.quietly(kept.getValue().statement);
            }
            return failed;
        });
    }

    private void evict() {
        if (statements.size() > CAPACITY) {
            Iterator<Prepared> eldest = statements.values().iterator();
            Prepared evicted = eldest.next();
            eldest.remove();
            Closing.quietly(evicted.statement);
        }
    }

    enum Keys {
        WANTED,
        NONE
    }

    private record Key(String sql, Keys keys, String kinds) {}

    /** A prepared statement and what is known of its result. */
    static final class Prepared {
        final PreparedStatement statement;
        final boolean givesKeys;

        @Nullable
        Columns columns;

        @Nullable
        Columns keyColumns;

        /** From 1; 0 if there is none. */
        int keyColumn;

        Prepared(PreparedStatement statement, boolean givesKeys) {
            this.statement = statement;
            this.givesKeys = givesKeys;
        }
    }
}
