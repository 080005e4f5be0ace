package io.databased.sqlite;

import java.nio.file.Path;

/** The same by a {@code jdbc:} URL. */
final class JdbcSqliteNumbersTest extends SqliteNumbersTest {
    @Override
    Sqlite memory() {
        return Sqlite.byJdbc("jdbc:sqlite::memory:");
    }

    @Override
    Sqlite file(Path file) {
        return Sqlite.byJdbc("jdbc:sqlite:" + file);
    }
}
