package io.databased.postgresql;

import static io.databased.Sql.sql;
import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Json;
import io.databased.Query;
import io.databased.StatementException;
import io.databased.testkit.Futures;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A text and NULL have no type by themselves: they get the one that the server infers, as they do in psql. */
final class InferredTypesTest extends TypesTest {
    private static final String MAIL = "ann@x.org";

    @BeforeAll
    void create() {
        execute("CREATE EXTENSION IF NOT EXISTS citext");
        execute("CREATE TYPE state AS ENUM ('open', 'on hold')");
        execute("CREATE DOMAIN mail AS citext");
        execute("CREATE TABLE people (id uuid, email citext, mail mail, code char(5), state state, name text,"
                + " at timestamp, n int, big bigint, tags text[], short varchar(9)[], mails citext[], states state[],"
                + " doc jsonb, o oid)");
        execute("INSERT INTO people VALUES ('00000000-0000-0000-0000-00000000000a', 'Ann@X.org', 'Ann@X.org', 'ab',"
                + " 'on hold', 'Ann', '2024-02-03 04:05', 7, 8, '{a}', '{a}', '{\"Ann@X.org\",\"b,c\"}',"
                + " '{\"on hold\"}', '{\"k\": 1}', 825373492)");
        execute("CREATE INDEX by_email ON people (email)");
        execute("CREATE INDEX by_code ON people (code)");
    }

    /** As a query and as a stream, which is prepared and run in two steps. */
    private long count(String condition, Map<String, ?> values) {
        Query<Long> query = sql("SELECT count(*) AS n FROM people WHERE " + condition, values)
                .value(Long.class);
        List<Long> streamed = new ArrayList<>();
        await(database.forEach(query, streamed::add));
        assertThat(await(database.fetchAll(query))).isEqualTo(streamed);
        return streamed.get(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "email = :x",
                ":x = email",
                "NOT email <> :x",
                "email IN (:x, 'b')",
                "email IN (VALUES (:x::citext))",
                "email LIKE :x",
                "email LIKE '%' || :x",
                "email BETWEEN :x AND :x",
                "email IS NOT DISTINCT FROM :x",
                "coalesce(:x, email) = email AND coalesce(email, 'a') = :x",
                "nullif(email, :x) IS NULL",
                "CASE email WHEN :x THEN true END",
                "(email, n) = (:x, 7)",
                "(email, n) IN ((:x, 7))",
                "replace(email, :x, '') = ''",
                "strpos(email, :x) = 1",
                "mail = :x",
                "mail ~ :x",
                ":x = ANY (mails)",
                "mails @> ARRAY[:x]::citext[]",
                "lower(email) = lower(:x)",
                "email = (:x)",
                "(email = :x)::int = 1",
                "(email BETWEEN :x AND :x)::int = 1",
                "(email IS NOT DISTINCT FROM :x) || '!' = 'true!'",
                "EXISTS (SELECT 1 FROM people p WHERE p.email = :x)"
            })
    void aTextIsComparedAsTheColumnIs(String condition) {
        assertThat(count(condition, Map.of("x", MAIL))).as(condition).isEqualTo(1);
    }

    @Test
    void listsAndArraysOfTextsAreComparedAsTheColumnIs() {
        assertThat(count("email IN (:x)", Map.of("x", List.of("b", MAIL)))).isEqualTo(1);
        assertThat(count("email NOT IN (:x)", Map.of("x", List.of("b", MAIL)))).isZero();
        assertThat(count("email = ANY(:x)", Map.of("x", new String[] {"b", MAIL})))
                .isEqualTo(1);
        assertThat(count("email <> ALL(:x)", Map.of("x", new String[] {"b", MAIL})))
                .isZero();
        assertThat(count("mails = :x", Map.of("x", new String[] {MAIL, "B,C"}))).isEqualTo(1);
        assertThat(count("mails && :x", Map.of("x", new String[] {"\"", "\\", "{", "b,c"})))
                .isEqualTo(1);
        assertThat(count("short && :x", Map.of("x", new String[] {"a"}))).isEqualTo(1);
        assertThat(count("state = ANY(:x)", Map.of("x", new String[] {"open", "on hold"})))
                .isEqualTo(1);
        assertThat(count("tags || :x = '{a,b}'", Map.of("x", new String[] {"b"})))
                .isEqualTo(1);
        assertThat(count("(SELECT count(*) FROM unnest(:x)) = 2", Map.of("x", new String[] {"b", "c"})))
                .isEqualTo(1);
        assertThat(count("cardinality(coalesce(:x, tags)) = 2", Map.of("x", new String[] {"b", "c"})))
                .isEqualTo(1);
    }

    @Test
    void arraysOfTextsBecomeWhatTheColumnIs() {
        execute("CREATE TABLE arrays (states state[], mails citext[], short varchar(3)[], tags text[])");
        String[] states = {"open", "on hold"};
        assertThat(await(database.execute(
                                "INSERT INTO arrays VALUES (:s, :s, ARRAY['a'], :s), (:s, NULL, NULL, NULL)",
                                Map.of("s", states)))
                        .affectedRows())
                .isEqualTo(2);
        assertThat(await(database.execute("UPDATE arrays SET states = :s, tags = :s", Map.of("s", states)))
                        .affectedRows())
                .isEqualTo(2);

        assertThat(await(database.fetchAll("SELECT states, tags FROM arrays WHERE states = :s", Map.of("s", states))))
                .extracting(row -> row.get("states"))
                .containsExactly(List.of(states), List.of(states));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "code = :x",
                "code IN (:x)",
                "code BETWEEN :x AND :x",
                "coalesce(:x, code) = code",
                "state = 'on hold' AND code = :x"
            })
    void charsAreComparedWithoutTheirBlanks(String condition) {
        assertThat(count(condition, Map.of("x", "ab "))).as(condition).isEqualTo(1);
    }

    @Test
    void theIndexIsUsed() {
        for (String condition : List.of("email = :x", "email IN (:x, 'b')", "code = :x")) {
            String plan = await(database.session(session -> session.execute("SET LOCAL enable_seqscan = off")
                            .thenCompose(set -> session.fetchAll(sql("EXPLAIN SELECT * FROM people WHERE " + condition)
                                    .bind("x", MAIL)
                                    .value(String.class)))))
                    .toString();
            assertThat(plan).as(condition).contains("Index Cond");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT date_trunc(:u, at), count(*) FROM people GROUP BY date_trunc(:u, at)",
                "SELECT date_trunc(:u, at), count(*) FROM people GROUP BY 1 ORDER BY date_trunc(:u, at)",
                "SELECT DISTINCT name || :u FROM people ORDER BY name || :u",
                "SELECT DISTINCT ON (concat(name, :u)) name FROM people ORDER BY concat(name, :u)",
                "SELECT name = :u, count(*) FROM people GROUP BY name = :u",
                "SELECT CASE WHEN name = :u THEN 1 END FROM people GROUP BY CASE WHEN name = :u THEN 1 END",
                "SELECT date_trunc(:u, at) FROM people GROUP BY GROUPING SETS (date_trunc(:u, at))",
                "SELECT string_agg(DISTINCT name || :u, '' ORDER BY name || :u) FROM people"
            })
    void oneNameIsOneParameterWhereExpressionsAreCompared(String sql) {
        assertThat(await(database.fetchAll(sql, Map.of("u", "day")))).hasSize(1);
    }

    @Test
    void oneNumberIsOneParameterWhereExpressionsAreCompared() {
        assertThat(await(database.fetchAll("SELECT n + :i AS v FROM people GROUP BY n + :i", Map.of("i", 1)))
                        .get(0)
                        .get("v", Integer.class))
                .isEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "n = :x OR :x IS NULL",
                ":x IS NULL OR n = :x",
                "(:x) IS NULL OR at > :x",
                ":x IS NOT NULL OR email = :x OR :x IS NULL",
                "(n = :x OR name = :x) IS NULL",
                "concat(:x, name) = name",
                "jsonb_build_object('a', :x) = '{\"a\": null}'",
                "to_jsonb(:x) IS NULL",
                "num_nulls(:x, :x) = 2",
                "format('%s', :x) = ''",
                "coalesce(:x, n) = 7",
                ":x::int IS NULL AND cast(:x AS date) IS NULL",
                "tags || :x = tags",
                "at - :x IS NULL"
            })
    void nullGetsATypeWhereverItStands(String condition) {
        Map<String, @Nullable Object> values = Collections.singletonMap("x", null);
        assertThat(count(condition, values)).as(condition).isEqualTo(1);
    }

    @Test
    void oneNameIsAValueForColumnsOfSeveralTypes() {
        execute("CREATE TABLE pairs (name text, day date, state state)");
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("none", null);
        await(database.execute("INSERT INTO pairs VALUES (:none, :none, :none)", values));
        await(database.execute("UPDATE pairs SET name = :s, state = :s", Map.of("s", "open")));
        await(database.executeMany(
                "UPDATE pairs SET name = :s, state = :s WHERE name = :s", List.of(Map.of("s", "open"))));
        assertThat(read("(SELECT count(*) FROM pairs WHERE name = state::text)"))
                .isEqualTo(1L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "concat(:x, 1) = '71'",
                "to_jsonb(:x) = '\"7\"'",
                "jsonb_build_object('a', :x)->>'a' = '7'",
                ":x::int = n",
                "cast(:x AS bigint) + 1 = big",
                "tags || :x = '{a,7}'",
                "array_append(tags, :x) = '{a,7}'",
                "n || :x = '77'",
                "(:x || '') = '7'",
                "doc - :x = doc",
                "(doc->>:x) IS NULL",
                "NOT doc ?? :x",
                "pg_typeof(:x)::text = 'text'",
                "(SELECT v = '7' FROM (SELECT :x AS v) s)",
                "(SELECT v = '7' FROM (VALUES (:x)) s (v))",
                "array_agg_of(:x) = '{7}'"
            })
    void aTextStaysOneWhereNothingTellsMore(String condition) {
        execute("CREATE OR REPLACE FUNCTION array_agg_of(v text) RETURNS text[] RETURN ARRAY[v]");
        assertThat(count(condition, Map.of("x", "7"))).as(condition).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"n = :x", "o = :x", "at < :x", "id = :x", "doc || :x IS NOT NULL AND o = :x"})
    void aTextThatTheServerTakesForSomethingElseIsRefused(String condition) {
        StatementException refusal = Futures.failure(
                database.fetchAll("SELECT 1 FROM people WHERE " + condition, Map.of("x", "1234")),
                StatementException.class);
        quotesNothing(refusal, "1234");
        assertThat(count("n = :n", Map.of("n", 7))).isEqualTo(1);
    }

    @Test
    void aUuidMayBeText() {
        assertThat(count("id = :x", Map.of("x", "00000000-0000-0000-0000-00000000000A")))
                .isEqualTo(1);
    }

    @Test
    void aTextForJsonIsReadByTheServer() {
        await(database.execute("UPDATE people SET doc = :x", Map.of("x", "{}")));
        assertThat(count("doc = :x", Map.of("x", "{ }"))).isEqualTo(1);
        await(database.execute("UPDATE people SET doc = :x", Map.of("x", new Json("{\"k\": 1}"))));
        assertThat(count("doc = :x AND doc @> :x", Map.of("x", new Json("{\"k\":1}"))))
                .isEqualTo(1);
    }

    @Test
    void jsonIsStoredAsItIs() {
        execute("CREATE TABLE documents (a json, b jsonb, c text)");
        String text = "{\"b\":1, \"a\":2,  \"b\":3}";
        await(database.execute("INSERT INTO documents VALUES (:j, :j, :j)", Map.of("j", new Json(text))));
        assertThat(read("(SELECT a::text FROM documents)")).isEqualTo(text);
        execute("UPDATE documents SET a = '1'");
        await(database.execute("UPDATE documents SET a = :j", Map.of("j", new Json(text))));
        assertThat(read("(SELECT a::text FROM documents)")).isEqualTo(text);
    }
}
