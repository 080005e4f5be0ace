package io.databased.sqlite;

import io.databased.Database;

/** The same by a {@code jdbc:} URL. */
final class JdbcSqliteValuesFuzzTest extends SqliteValuesFuzzTest {
    @Override
    protected Database database() {
        return Database.of("jdbc:sqlite:" + file());
    }
}
