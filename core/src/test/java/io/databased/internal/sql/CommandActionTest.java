package io.databased.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.spi.Command;
import io.databased.spi.SqlSyntax;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a command is told of its statement. */
class CommandActionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "SELECT 1 | QUERY",
                "(SELECT 1) UNION (SELECT 2) | QUERY",
                "VALUES (1) | QUERY",
                "TABLE t | QUERY",
                "WITH n AS (SELECT 7 v) SELECT v FROM n | QUERY",
                "WITH n AS (INSERT INTO t VALUES (1) RETURNING a) SELECT a FROM n | QUERY",
                "WITH RECURSIVE n (a) AS (SELECT 1 UNION SELECT 2) TABLE n | QUERY",
                "INSERT INTO t VALUES (1) | INSERT",
                "INSERT INTO t (a) VALUES ((SELECT max(a) FROM u)) RETURNING a | INSERT",
                "INSERT INTO t SET a = (SELECT 1) | INSERT",
                "INSERT INTO t DEFAULT VALUES | INSERT",
                "INSERT INTO t VALUES (1) ON CONFLICT (a) DO UPDATE SET a = (SELECT 2) | INSERT",
                "REPLACE INTO t VALUES ('SELECT') /* SELECT */ | INSERT",
                "WITH n AS (SELECT 1) INSERT INTO t VALUES ((SELECT 2)) | INSERT",
                "INSERT INTO t SELECT * FROM u | COPY",
                "INSERT INTO t (a) (SELECT 1) | COPY",
                "INSERT INTO t TABLE u | COPY",
                "WITH n AS (SELECT 1) INSERT INTO t SELECT * FROM n | COPY",
                "MERGE INTO t USING u ON a = b WHEN NOT MATCHED THEN INSERT VALUES (1) | COPY",
                "MERGE INTO t KEY (a) VALUES (1) | INSERT",
                "UPDATE t SET a = (SELECT 1) | CHANGE",
                "WITH n AS (SELECT 1) DELETE FROM t WHERE a IN (SELECT * FROM n) | CHANGE",
                "EXPLAIN ANALYZE INSERT INTO t VALUES (1) | OTHER",
                "CREATE TABLE t AS SELECT 1 | OTHER",
                "SHOW TABLES | OTHER",
                "CALL p() | OTHER"
            })
    void saysWhatTheStatementDoes(String sql, Command.Action action) {
        Command command = ParsedSql.parse(sql, SqlSyntax.standard(), (index, value, place) -> "?")
                .describe(Command.execute(sql, new Object[0]))
                .build();

        assertThat(command.action()).isEqualTo(action);
    }
}
