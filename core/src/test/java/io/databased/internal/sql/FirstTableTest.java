package io.databased.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.spi.SqlSyntax;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FirstTableTest {
    private static ParsedSql parsed(String sql) {
        return ParsedSql.parse(sql, SqlSyntax.standard(), (index, value, place) -> "?");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SELECT * FROM films WHERE id = :id | SELECT | films
            select title from public.films f | SELECT | public.films
            SELECT "a b".c FROM "odd name"."of a table" | SELECT | "odd name"."of a table"
            SELECT extract(year FROM day), trim(both FROM x) FROM films | SELECT | films
            SELECT a IS DISTINCT FROM b FROM films | SELECT | films
            SELECT coalesce((SELECT 1 FROM inner_one), 2) FROM outer_one | SELECT | inner_one
            SELECT * FROM (SELECT * FROM films) AS f | SELECT | films
            SELECT * FROM ONLY films | SELECT | films
            SELECT * FROM generate_series(1, 3) | SELECT | ''
            SELECT * FROM pg_catalog.now() | SELECT | ''
            SELECT 1 | SELECT | ''
            WITH n AS (SELECT * FROM films) SELECT * FROM n | SELECT | films
            WITH n AS (SELECT 1) INSERT INTO films SELECT * FROM n | INSERT | films
            INSERT INTO films (title) VALUES (:title) | INSERT | films
            INSERT INTO films VALUES (1) ON CONFLICT DO UPDATE SET a = 1 | INSERT | films
            INSERT OR REPLACE INTO films VALUES (1) | INSERT | films
            REPLACE INTO films VALUES (1) | REPLACE | films
            MERGE INTO films USING new_films ON (1 = 1) WHEN MATCHED THEN DELETE | MERGE | films
            UPDATE films SET title = (SELECT 1 FROM other) | UPDATE | films
            UPDATE ONLY films SET a = 1 | UPDATE | films
            UPDATE OR IGNORE films SET a = 1 | UPDATE | films
            DELETE FROM films | DELETE | films
            SELECT * FROM films FOR UPDATE | SELECT | films
            CREATE TABLE IF NOT EXISTS films (id INTEGER) | CREATE | films
            CREATE TABLE films AS SELECT * FROM other | CREATE | films
            CREATE INDEX i ON films (title) | CREATE | ''
            CREATE VIEW v AS SELECT * FROM films | CREATE | ''
            ALTER TABLE films ADD COLUMN x INTEGER | ALTER | films
            DROP TABLE IF EXISTS films | DROP | films
            TRUNCATE TABLE films | TRUNCATE | films
            TRUNCATE films | TRUNCATE | films
            TABLE films | TABLE | films
            CALL work() | CALL | ''
            VALUES (1) | VALUES | ''
            SELECT 'FROM nowhere' /* FROM nowhere */ FROM films -- FROM nowhere | SELECT | films
            """)
    void isFoundWhereTheTextNamesOne(String sql, String operation, String table) {
        ParsedSql parsed = parsed(sql);
        assertThat(parsed.operation()).isEqualTo(operation);
        assertThat(parsed.table()).isEqualTo(table);
    }
}
