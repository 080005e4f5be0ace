package io.databased.spring;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteTransactionsTest extends TransactionCases {
    @TempDir
    static Path folder;

    @Override
    String url() {
        return "sqlite:///" + folder.resolve("films.sqlite");
    }

    @Override
    String slowStatement() {
        return "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000) SELECT max(i) FROM n";
    }
}
