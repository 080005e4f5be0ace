package io.databased.postgresql;

import static io.databased.Sql.sql;
import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Json;
import io.databased.Row;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
            strings = {"null", "true", "1", "-1.5", "\"s\"", "\"\"", "[]", "{}", "[1,null,{\"a\":\"\\\"\u00e8\"}]"})
    void comesBack(String text) {
        roundTrips(Json.class, new Json(text));
        assertThat(read(Json.class, "CAST(? AS json)", new Json(text))).isEqualTo(new Json(text));
    }

    @Test
    void goesIntoBothTypes() {
        execute("DELETE FROM documents");
        execute("INSERT INTO documents (jb, j) VALUES (?, ?)", new Json("{\"a\":1}"), new Json("[1]"));
        assertThat(await(database.fetchOne(sql("SELECT jb, j FROM documents").as(Document.class))))
                .contains(new Document(new Json("{\"a\":1}"), new Json("[1]")));
        assertThat(read("(SELECT count(*) FROM documents WHERE jb @> ?)", new Json("{\"a\":1}")))
                .isEqualTo(1L);
    }

    @Test
    void nullIsNotTheNullOfJson() {
        assertThat(read("'null'::jsonb")).isEqualTo(new Json("null"));
        assertThat(read("NULL::jsonb")).isNull();
        assertThat(read("array['null', NULL, '1']::jsonb[]")).isEqualTo(list(new Json("null"), null, new Json("1")));
        assertThat(read("? IS NULL", new Json("null"))).isEqualTo(false);
    }

    @Test
    void isSentExactlyAndReadExactlyAsText() {
        execute("DELETE FROM documents");
        execute("INSERT INTO documents (jb) VALUES (?)", new Json(EXACT));
        assertThat(read("(SELECT jb::text FROM documents)")).isEqualTo(EXACT);
        assertThat(read(Json.class, "(SELECT jb::text FROM documents)")).isEqualTo(new Json(EXACT));
        Json bent = read(Json.class, "(SELECT jb FROM documents)");
        assertThat(bent).isEqualTo(new Json("{\"n\":1.2345678901234567E19}")); // the driver's doubles
    }

    @Test
    void aTextIsToBeCast() {
        assertThat(refusal("INSERT INTO documents (jb) VALUES (?)", "{}"))
                .hasMessageContaining("does not fit the type that the server expects at its place; cast the parameter");
        execute("INSERT INTO documents (jb) VALUES (CAST(? AS jsonb))", "{}");
    }

    @Test
    @Tag("R37")
    void whatIsNoJsonIsNotQuoted() {
        StatementException refusal = refusal("SELECT ?", new Json("{secret"));
        assertThat(refusal.kind()).isEqualTo(Kind.DATA);
        quotesNothing(refusal, "secret");
    }

    @Test
    void operatorsWithQuestionMarksAreDoubled() {
        assertThat(read("jsonb_exists(?, ?)", new Json("{\"a\":1}"), "a")).isEqualTo(true);
        Row row = await(database.fetchAll(sql("SELECT :doc ?? 'a', :doc ??| array['b'], :doc @> :part")
                        .bind("doc", new Json("{\"a\":1}"))
                        .bind("part", new Json("{}"))))
                .get(0);
        assertThat(list(row.get(0), row.get(1), row.get(2))).isEqualTo(List.of(true, false, true));
    }
}
