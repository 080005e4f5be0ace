package io.databased.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.spi.SqlSyntax;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands around a parameter, and which places of a name share one. */
class PlaceTest {
    @ParameterizedTest
    @CsvSource(
            delimiterString = " ~~ ",
            quoteCharacter = '`',
            value = {
                "SELECT 1 WHERE a = :x ~~ OPERAND",
                "SELECT 1 WHERE :x <> a ~~ OPERAND",
                "SELECT 1 WHERE a >= ALL (:x) AND b ~~ OPERAND",
                "SELECT 1 WHERE a IN (:x) ~~ OPERAND",
                "SELECT 1 WHERE a IN (1, :x, 2) ~~ OPERAND",
                "SELECT 1 WHERE a &&:x ~~ OPERAND",
                "SELECT 1 WHERE a @> (:x) ~~ OPERAND",
                "SELECT 1 WHERE (:x) = a ~~ OPERAND",
                "SELECT 1 WHERE a LIKE :x ~~ OTHER",
                "SELECT lower(:x) ~~ OTHER",
                "SELECT f(a, :x) ~~ OTHER",
                "SELECT f(a => :x) ~~ OTHER",
                "SELECT coalesce(:x, a) ~~ OTHER",
                "SELECT 1 LIMIT :x ~~ OTHER",
                "SELECT :x IS DISTINCT FROM a ~~ OTHER",
                "SELECT 1 FROM (VALUES (:x)) v ~~ OTHER",
                "INSERT INTO t VALUES (:x) ~~ ASSIGNED",
                "INSERT INTO t VALUES (1, 2), (f(3), :x) RETURNING a ~~ ASSIGNED",
                "WITH n AS (INSERT INTO t (a, b) VALUES (1, :x) RETURNING a) SELECT 1 ~~ ASSIGNED",
                "INSERT INTO t VALUES (lower(:x)) ~~ OTHER",
                "INSERT INTO t VALUES (:x || 'a') ~~ JOINED",
                "INSERT INTO t SELECT a FROM (VALUES (:x)) v ~~ OTHER",
                "INSERT INTO t SELECT :x ~~ SELECTED",
                "INSERT INTO t (a, b) SELECT 1, :x WHERE NOT EXISTS (SELECT 1) ~~ SELECTED",
                "WITH n AS (INSERT INTO t SELECT f(1), :x FROM u RETURNING a) SELECT 1 ~~ SELECTED",
                "INSERT INTO t WITH s AS (SELECT :x) SELECT 1 ~~ OTHER",
                "INSERT INTO t SELECT lower(:x) ~~ OTHER",
                "INSERT INTO t SELECT :x || 'a' ~~ JOINED",
                "INSERT INTO t SELECT :x = 1 ~~ OPERAND",
                "INSERT INTO t SELECT :x::json ~~ UNTOLD",
                "INSERT INTO t SELECT a FROM u WHERE b IN (SELECT :x) ~~ OTHER",
                "INSERT INTO t SELECT a FROM u ORDER BY a, :x ~~ OTHER",
                "INSERT INTO t SELECT DISTINCT a, :x FROM u ~~ OTHER",
                "INSERT INTO t SELECT 1, :x UNION SELECT 2, a FROM u ~~ OTHER",
                "SELECT 1, :x ~~ OTHER",
                "UPDATE t SET a = :x ~~ ASSIGNED",
                "UPDATE t SET a = 1, b = :x WHERE c ~~ ASSIGNED",
                "UPDATE t SET a = (:x) ~~ ASSIGNED",
                "UPDATE t SET (a, b) = (1, :x) ~~ ASSIGNED",
                "UPDATE t SET (a, b) = ROW(:x, 1) WHERE c ~~ ASSIGNED",
                "UPDATE t SET (a, b) = (lower(:x), 1) ~~ OTHER",
                "UPDATE t SET (a, b) = (1 + :x, 1) ~~ OPERAND",
                "UPDATE t SET a = (:x) || 'a' ~~ JOINED",
                "UPDATE t SET a = (SELECT b FROM t WHERE c = :x) ~~ OPERAND",
                "UPDATE t SET a = f((1), :x) ~~ OTHER",
                "UPDATE t SET a = 1 WHERE (a, b) = (1, :x) ~~ OTHER",
                "UPDATE t SET a = 1 WHERE (a, b) = ROW(1, :x) ~~ UNTOLD",
                "INSERT INTO t VALUES (1, (:x)) ~~ ASSIGNED",
                "INSERT INTO t VALUES (((:x))) ~~ ASSIGNED",
                "INSERT INTO t VALUES (1) ON CONFLICT (a) DO UPDATE SET (a, b) = (2, :x) ~~ ASSIGNED",
                "UPDATE t SET a = 1 WHERE b = :x ~~ OPERAND",
                "UPDATE t SET a = 1 + :x ~~ OPERAND",
                "UPDATE t SET a = (b = :x) ~~ OPERAND",
                "INSERT INTO t VALUES (1) ON CONFLICT (a) DO UPDATE SET b = :x ~~ ASSIGNED",
                "SELECT a || :x ~~ JOINED",
                "SELECT :x||a ~~ JOINED",
                "SELECT a - :x ~~ JOINED",
                "SELECT a || (:x) ~~ JOINED",
                "SELECT a -> :x ~~ OPERAND",
                "SELECT :x IS NULL ~~ UNTOLD",
                "SELECT :x is not null ~~ UNTOLD",
                "SELECT 1 WHERE (:x) IS NULL OR a ~~ UNTOLD",
                "SELECT :x NOTNULL ~~ UNTOLD",
                "SELECT a - :x IS NULL ~~ JOINED",
                "SELECT a = :x IS NULL ~~ OPERAND",
                "SELECT :x::int ~~ UNTOLD",
                "SELECT ((:x))::int ~~ UNTOLD",
                "SELECT (a = :x)::int ~~ OPERAND",
                "SELECT ((a = :x))::int ~~ OPERAND",
                "SELECT (a <=> :x) - 1 ~~ OPERAND",
                "SELECT ((a <=> :x) + (b)) || 'c' ~~ OPERAND",
                "SELECT (a BETWEEN 1 AND :x)::int ~~ OTHER",
                "SELECT (a IS NOT DISTINCT FROM :x)::int ~~ OTHER",
                "SELECT (a LIKE :x) || 'b' ~~ OTHER",
                "SELECT (a, :x)::pair ~~ OTHER",
                "SELECT lower((:x))::int ~~ OTHER",
                "SELECT a = :x ::citext ~~ UNTOLD",
                "SELECT CAST(:x AS int) ~~ UNTOLD",
                "SELECT concat('a', :x) ~~ UNTOLD",
                "SELECT concat(:x || 'a') ~~ JOINED",
                "SELECT pg_catalog.jsonb_build_object('a', :x) ~~ UNTOLD",
                "SELECT count(*) FROM t WHERE :x ~~ OTHER"
            })
    void readsWhatTellsItsType(String sql, String place) {
        assertThat(parse(sql).sql()).contains("<1 " + place + ">");
    }

    @Test
    void placesOfOneTypeShareAParameter() {
        BoundSql bound = parse("SELECT :a, :b, lower(:a), :a").bind(Map.of("a", 7, "b", 8));
        Rendering rendering = bound.rendering(new Object[] {7, 8, 7, 7});

        assertThat(rendering.sql()).isEqualTo("SELECT <1 int>, <2 int>, lower(<1 int>), <1 int>");
        assertThat(rendering.parameters(bound.values().toArray())).containsExactly(7, 8);
    }

    @Test
    void placesWithoutATypeShareAParameterWhereExpressionsAreCompared() {
        Map<String, String> values = Map.of("u", "day");
        assertThat(parse("SELECT f(:u) FROM t GROUP BY f(:u)").bind(values).sql())
                .isEqualTo("SELECT f(<1 OTHER>) FROM t GROUP BY f(<1 OTHER>)");
        assertThat(parse("SELECT DISTINCT f(:u) FROM t ORDER BY f(:u)")
                        .bind(values)
                        .sql())
                .isEqualTo("SELECT DISTINCT f(<1 OTHER>) FROM t ORDER BY f(<1 OTHER>)");
        assertThat(parse("SELECT f(:u) FROM t WHERE a IS NOT DISTINCT FROM f(:u)")
                        .bind(values)
                        .sql())
                .isEqualTo("SELECT f(<1 OTHER>) FROM t WHERE a IS NOT DISTINCT FROM f(<2 OTHER>)");
    }

    @Test
    void elementsOfAListShareParameters() {
        BoundSql bound = parse("SELECT 1 WHERE a IN (:ids) OR b IN (:ids)").bind(Map.of("ids", List.of(4, 5)));

        assertThat(bound.sql()).isEqualTo("SELECT 1 WHERE a IN (<1 int>, <2 int>) OR b IN (<1 int>, <2 int>)");
    }

    @Test
    void aPlainPlaceholderTakesAValueEachTime() {
        ParsedSql parsed = ParsedSql.parse("SELECT :a, :a", SqlSyntax.standard(), (index, value, place) -> "?");
        BoundSql bound = parsed.bind(Map.of("a", 7));

        assertThat(bound.sql()).isEqualTo("SELECT ?, ?");
        assertThat(bound.rendering(new Object[] {7, 7}).parameters(new Object[] {7, 7}))
                .containsExactly(7, 7);
    }

    private static ParsedSql parse(String sql) {
        return ParsedSql.parse(
                sql,
                SqlSyntax.postgresql(),
                (index, value, place) ->
                        value instanceof Integer ? "<" + index + " int>" : "<" + index + " " + place + ">");
    }
}
