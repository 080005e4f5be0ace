package io.databased.postgresql;

import static io.databased.Sql.sql;
import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Json;
import io.databased.Row;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTypesTest extends TypesTest {
    private static final String EXACT = "{\"n\": 12345678901234567890.1234567890}";

    record Document(Json jb, Json j) {}

    @BeforeAll
    void create() {
        execute("CREATE TABLE documents (jb jsonb, j json)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"null", "true", "1", "-1.5", "\"s\"", "\"\"", "[]", "{}", "[1, null, {\"a\": \"\\\"\u00e8\"}]"})
    void comesBack(String text) {
        assertThat(read(Json.class, "CAST(? AS json)", new Json(text))).isEqualTo(new Json(text));
    }

    @Test
    void goesIntoBothTypes() {
        execute("DELETE FROM documents");
        execute("INSERT INTO documents (jb, j) VALUES (?, ?)", new Json("{\"a\":1}"), new Json("[1]"));
        assertThat(await(database.fetchOne(sql("SELECT jb, j FROM documents").mapTo(Document.class))))
                .contains(new Document(new Json("{\"a\": 1}"), new Json("[1]")));
        assertThat(read("(SELECT count(*) FROM documents WHERE jb @> ?)", new Json("{\"a\":1}")))
                .isEqualTo(1L);
    }

    @Test
    void nullIsNotTheNullOfJson() {
        assertThat(read("'null'::jsonb")).isEqualTo(new Json("null"));
        assertThat(read("NULL::jsonb")).isNull();
        assertThat(read("array['null', NULL, '1']::jsonb[]")).isEqualTo(list(new Json("null"), null, new Json("1")));
        assertThat(read("CAST(? AS jsonb) IS NULL", new Json("null"))).isEqualTo(false);
    }

    /** Duplicate keys, spaces, the order of keys, numbers that no double has, and depths and lengths that parsers refuse. */
    static Stream<String> texts() {
        return Stream.of(
                "{\"b\":1, \"a\":2,  \"b\":3}",
                " [ 1 , 2\n]\t",
                "{\"b\":1,\"a\":{\"d\":1,\"c\":2}}",
                "1e400",
                "[-1E-400,1E+400, 1.0, 1.00]",
                "9".repeat(2_000),
                "[".repeat(3_000) + "]".repeat(3_000),
                "\"\\u00e8\\/\"",
                EXACT);
    }

    @ParameterizedTest
    @MethodSource("texts")
    void aColumnOfJsonKeepsTheText(String text) {
        execute("DELETE FROM documents");
        execute("INSERT INTO documents (j) VALUES (?)", new Json(text));
        await(database.executeMany("INSERT INTO documents (j) VALUES (?)", List.of(list(new Json(text)))));
        assertThat(read("(SELECT min(j::text) || max(j::text) FROM documents)")).isEqualTo(text + text);
        assertThat(read("(SELECT j FROM documents LIMIT 1)")).isEqualTo(new Json(text));
        assertThat(read("(SELECT array_agg(j) FROM documents)")).isEqualTo(list(new Json(text), new Json(text)));
        nothingIsLost();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE documents SET j = (?)",
                "UPDATE documents SET (j, jb) = (?, '1')",
                "UPDATE documents SET (j, jb) = ROW(?, '1')",
                "UPDATE documents SET j = ?::json",
                "UPDATE documents SET j = CAST(? AS json)",
                "UPDATE documents SET j = coalesce(?::json, '{}')",
                "INSERT INTO documents (j) VALUES ((?))",
                "INSERT INTO documents (j) VALUES (?::json)",
                "INSERT INTO documents (j) SELECT ?",
                "INSERT INTO documents (jb, j) SELECT '1', ? WHERE NOT EXISTS (SELECT 1 FROM documents)",
                "WITH n AS (INSERT INTO documents (j) SELECT ? RETURNING j) SELECT j FROM n",
                "INSERT INTO documents (j) SELECT ?::json",
                "INSERT INTO documents (j) SELECT json_build_array(?)->0"
            })
    void whereverItIsStoredOrCastItKeepsItsText(String sql) {
        execute("DELETE FROM documents");
        if (sql.startsWith("UPDATE")) {
            execute("INSERT INTO documents (j) VALUES ('0')");
        }
        execute(sql, new Json("{\"b\":1, \"a\":2,  \"b\":3}"));
        assertThat(read("(SELECT j FROM documents)")).isEqualTo(new Json("{\"b\":1, \"a\":2,  \"b\":3}"));
    }

    @Test
    void whatIsSelectedFitsColumnsOfEitherTypeAndOtherSides() {
        execute("DELETE FROM documents");
        execute("INSERT INTO documents (jb) SELECT ?", new Json("{\"a\":1}"));
        execute("INSERT INTO documents (jb) SELECT ? UNION SELECT jb FROM documents", new Json("{\"a\":1}"));
        execute("INSERT INTO documents (jb) SELECT DISTINCT ? FROM documents", new Json("{\"a\":1}"));
        assertThat(read("(SELECT count(*) FROM documents WHERE jb = '{\"a\":1}')"))
                .isEqualTo(3L);
    }

    @ParameterizedTest
    @MethodSource("texts")
    void aColumnOfJsonbGivesTheTextOfTheServer(String text) {
        execute("DELETE FROM documents");
        execute("INSERT INTO documents (jb) VALUES (?)", new Json(text));
        String ofTheServer = read(String.class, "(SELECT jb::text FROM documents)");
        assertThat(read("(SELECT jb FROM documents)")).isEqualTo(new Json(ofTheServer));
        assertThat(read("(SELECT array[jb] FROM documents)")).isEqualTo(list(new Json(ofTheServer)));
        assertThat(read("(SELECT count(*) FROM documents WHERE jb = ?)", new Json(text)))
                .isEqualTo(1L);
        nothingIsLost();
    }

    @Test
    void aTextIsReadAsJsonByTheServer() {
        execute("DELETE FROM documents");
        execute("INSERT INTO documents (jb, j) VALUES (?, ?)", "{\"a\":1}", "[ 1]");
        assertThat(await(database.fetchOne(sql("SELECT jb, j FROM documents").mapTo(Document.class))))
                .contains(new Document(new Json("{\"a\": 1}"), new Json("[ 1]")));
        StatementException refusal = refusal("INSERT INTO documents (jb) VALUES (?)", "{secret");
        assertThat(refusal.kind()).isEqualTo(Kind.DATA);
        quotesNothing(refusal, "secret");
    }

    @Test
    @Tag("R37")
    void whatIsNoJsonIsNotQuoted() {
        StatementException refusal = refusal("SELECT CAST(? AS jsonb)", new Json("{secret"));
        assertThat(refusal.kind()).isEqualTo(Kind.DATA);
        quotesNothing(refusal, "secret");
    }

    @Test
    void operatorsWithQuestionMarksAreDoubled() {
        assertThat(read("jsonb_exists(?, ?)", new Json("{\"a\":1}"), "a")).isEqualTo(true);
        Row row = await(database.fetchAll(sql("SELECT :doc ?? 'a', :doc ??| array['b'], CAST(:doc AS jsonb) @> :part")
                        .bind("doc", new Json("{\"a\":1}"))
                        .bind("part", new Json("{}"))))
                .get(0);
        assertThat(list(row.get(0), row.get(1), row.get(2))).isEqualTo(List.of(true, false, true));
    }
}
