package io.databased.sqlite;

import java.nio.file.Path;

/** The same by a {@code jdbc:} URL. */
final class JdbcSqliteTypeTableTest extends SqliteTypeTableTest {
    @Override
    Sqlite open(Path file) {
        return Sqlite.byJdbc("jdbc:sqlite:" + file);
    }
}
