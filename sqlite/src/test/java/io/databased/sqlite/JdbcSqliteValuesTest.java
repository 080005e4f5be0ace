package io.databased.sqlite;

/** The same by a {@code jdbc:} URL. */
final class JdbcSqliteValuesTest extends SqliteValuesTest {
    @Override
    Sqlite memory() {
        return Sqlite.byJdbc("jdbc:sqlite::memory:");
    }
}
