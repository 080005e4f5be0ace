package io.databased.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.databased.spi.SqlSyntax;
import io.databased.spi.SqlSyntax.Feature;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is a parameter and what is not; a marker is sent as {@code <n>} here. */
@Tag("R36")
class LexerTest {
    private static final SqlSyntax ANSI = SqlSyntax.standard();
    private static final SqlSyntax H2 = ANSI.with(Feature.SLASH_COMMENTS);
    private static final SqlSyntax SQLITE = SqlSyntax.sqlite();
    private static final SqlSyntax PG = SqlSyntax.postgresql();
    private static final SqlSyntax MYSQL = SqlSyntax.mysql();

    @ParameterizedTest
    @MethodSource("everywhere")
    void readsAlikeEverywhere(String sql, String sent) {
        for (SqlSyntax syntax : new SqlSyntax[] {ANSI, SQLITE, PG, MYSQL}) {
            assertThat(sent(sql, syntax)).as(syntax.toString()).isEqualTo(sent);
        }
    }

    static Stream<Arguments> everywhere() {
        return Stream.of(
                arguments("SELECT :x", "SELECT <1>"),
                arguments("SELECT ?, ?", "SELECT <1>, <2>"),
                arguments("SELECT :x, :y, :x", "SELECT <1>, <2>, <3>"),
                arguments("SELECT :año, :_a1", "SELECT <1>, <2>"),
                arguments("SELECT 'it''s :x ?', :y", "SELECT 'it''s :x ?', <1>"),
                arguments("SELECT \"a:b?\"\"c\", ?", "SELECT \"a:b?\"\"c\", <1>"),
                arguments("SELECT 1 -- :x ? '\n, :y", "SELECT 1 -- :x ? '\n, <1>"),
                arguments("SELECT 1 -- :x\r\n, :y", "SELECT 1 -- :x\r\n, <1>"),
                arguments("SELECT /* :x ? ' */ :y", "SELECT /* :x ? ' */ <1>"),
                arguments("SELECT /*+ hint(:x) */ :y", "SELECT /*+ hint(:x) */ <1>"),
                arguments("SELECT x::text, y::int, :z", "SELECT x::text, y::int, <1>"),
                arguments("SELECT :z::text", "SELECT <1>::text"),
                arguments("SELECT f(a := :x)", "SELECT f(a := <1>)"),
                arguments("SELECT a LIMIT:n", "SELECT a LIMIT <1>"),
                arguments("SELECT ?AND ?", "SELECT <1> AND <2>"),
                arguments("SELECT :a:b", "SELECT <1> <2>"),
                arguments("SELECT -:x, 1-:y", "SELECT -<1>, 1-<2>"));
    }

    @ParameterizedTest
    @MethodSource("perSyntax")
    @Tag("I7")
    void readsAsTheDatabaseDoes(SqlSyntax syntax, String sql, String sent) {
        assertThat(sent(sql, syntax)).isEqualTo(sent);
    }

    static Stream<Arguments> perSyntax() {
        return Stream.of(
                arguments(SQLITE, "SELECT :x /* :y ' ; ?", "SELECT <1> /* :y ' ; ?"),
                arguments(SQLITE, "SELECT :x /* /* :y */ + :z /*", "SELECT <1> /* /* :y */ + <2> /*"),
                arguments(SQLITE, "SELECT :x; /* the end", "SELECT <1>"),
                arguments(PG, "SELECT $$:x ?$$, :y", "SELECT $$:x ?$$, <1>"),
                arguments(PG, "SELECT $tag$ :x $$ ? $tag$, :y", "SELECT $tag$ :x $$ ? $tag$, <1>"),
                arguments(PG, "SELECT a$b$ , :y, c$b$", "SELECT a$b$ , <1>, c$b$"),
                arguments(PG, "SELECT E'\\' :x', :y", "SELECT E'\\' :x', <1>"),
                arguments(PG, "SELECT e'a'\n'b\\' :x', :y", "SELECT e'a'\n'b\\' :x', <1>"),
                arguments(PG, "SELECT E'a'\n--c '\n 'b\\' :x', :y", "SELECT E'a'\n--c '\n 'b\\' :x', <1>"),
                arguments(PG, "SELECT E'a' --c '\n 'b\\' :x', :y", "SELECT E'a' --c '\n 'b\\' :x', <1>"),
                arguments(PG, "SELECT E'a' 'b\\', :y --c\n, ''", "SELECT E'a' 'b\\', <1> --c\n, ''"),
                arguments(PG, "SELECT E'a' --c", "SELECT E'a' --c"),
                arguments(PG, "SELECT 'a\\', :y, '\\'", "SELECT 'a\\', <1>, '\\'"),
                arguments(PG, "SELECT 1 --x\r, :y", "SELECT 1 --x\r, <1>"),
                arguments(PG, "SELECT /* /* :x */ :y */ :z", "SELECT /* /* :x */ :y */ <1>"),
                arguments(PG, "SELECT a ?| b, a ?& b, j @? p, a ?? b, :x", "SELECT a ?| b, a ?& b, j @? p, a ? b, <1>"),
                arguments(PG, "SELECT a ??| b, j @?? p, ?", "SELECT a ?| b, j @? p, <1>"),
                arguments(PG, "SELECT ?||'x', ?&&a, t@@?", "SELECT <1>||'x', <2>&&a, t@@<3>"),
                arguments(PG, "SELECT a<@?, a??@?, a??<@?", "SELECT a<@<1>, a?@<2>, a?<@<3>"),
                arguments(PG, "SELECT a@?'$', a[1]@?b, :x", "SELECT a@?'$', a[1]@?b, <1>"),
                arguments(PG, "SELECT a[1:2], a[lo:hi], a[f(x):hi]", "SELECT a[1:2], a[lo:hi], a[f(x):hi]"),
                arguments(PG, "SELECT a[:lo : :hi], a[:lo:hi]", "SELECT a[<1> : <2>], a[<3>:hi]"),
                arguments(PG, "SELECT a[1+:x]", "SELECT a[1+<1>]"),
                arguments(PG, "SELECT a[1 :hi], a[:lo :hi], a[f(x) :hi]", "SELECT a[1 :hi], a[<1> :hi], a[f(x) :hi]"),
                arguments(PG, "SELECT a[b[1] :hi], a[\"b\" :hi]", "SELECT a[b[1] :hi], a[\"b\" :hi]"),
                arguments(PG, "SELECT a[? :hi]", "SELECT a[<1> :hi]"),
                arguments(PG, "SELECT ARRAY[NOT :x, 1 + :y]", "SELECT ARRAY[NOT <1>, 1 + <2>]"),
                arguments(PG, "SELECT a[:lo\\:hi], a[:lo\\::hi]", "SELECT a[<1>:hi], a[<2>:<3>]"),
                arguments(PG, "SELECT a\\:\\:int, :a::int, 'x\\:y'", "SELECT a::int, <1>::int, 'x\\:y'"),
                arguments(PG, "SELECT j @> :x, #>> ARRAY[:y]", "SELECT j @> <1>, #>> ARRAY[<2>]"),
                arguments(
                        ANSI,
                        "SELECT JSON_OBJECT('id':id, 'x' :x, 'y': :y)",
                        "SELECT JSON_OBJECT('id':id, 'x' :x, 'y': <1>)"),
                arguments(ANSI, "SELECT $$:x$$, :y", "SELECT $$:x$$, <1>"),
                arguments(ANSI, "SELECT 'a\\', ?", "SELECT 'a\\', <1>"),
                arguments(MYSQL, "SELECT 'a\\' :x', \"b\\\" ?\", :y", "SELECT 'a\\' :x', \"b\\\" ?\", <1>"),
                arguments(MYSQL, "SELECT `a\\`, :y, `b?``:c`", "SELECT `a\\`, <1>, `b?``:c`"),
                arguments(MYSQL, "SELECT 1 # :x\n, :y", "SELECT 1 # :x\n, <1>"),
                arguments(MYSQL, "SELECT 5--:x", "SELECT 5--<1>"),
                arguments(MYSQL, "SELECT 5 --\t:x\n, ?", "SELECT 5 --\t:x\n, <1>"),
                arguments(MYSQL, "SELECT 1 -- x\r, :y\n, :z", "SELECT 1 -- x\r, :y\n, <1>"),
                arguments(MYSQL, "SELECT @x, @@sql_mode, ?", "SELECT @x, @@sql_mode, <1>"),
                arguments(MYSQL, "SELECT /* /* :x */ :y", "SELECT /* /* :x */ <1>"),
                arguments(SQLITE, "SELECT [a:b?], `c:d`, ?", "SELECT [a:b?], `c:d`, <1>"),
                arguments(SQLITE, "SELECT 1 --x\r, :y\n, :z", "SELECT 1 --x\r, :y\n, <1>"),
                arguments(SQLITE, "SELECT /* /* :x */ :y", "SELECT /* /* :x */ <1>"),
                arguments(SQLITE, "\uFEFFSELECT ?;  -- done", "SELECT <1>"),
                arguments(MYSQL.without(Feature.BACKSLASH_ESCAPES), "SELECT 'a\\', ?", "SELECT 'a\\', <1>"),
                arguments(ANSI.with(Feature.BRACKET_IDENTIFIERS), "SELECT [a:b], :c", "SELECT [a:b], <1>"),
                arguments(H2, "SELECT 1 // it's :x ?\n, :y", "SELECT 1 // it's :x ?\n, <1>"),
                arguments(H2, "SELECT 1 // x\r, :y", "SELECT 1 // x\r, <1>"),
                arguments(H2, "// /* \nSELECT 4 / :y // end", "// /* \nSELECT 4 / <1> // end"),
                arguments(ANSI, "SELECT 4 // :y", "SELECT 4 // <1>"));
    }

    @ParameterizedTest
    @MethodSource("operators")
    void doublesTheOperatorForDriversThatTakeQuestionMarks(String sql, String sent) {
        assertThat(ParsedSql.parse(sql, PG, (index, value, place) -> "?").sql()).isEqualTo(sent);
    }

    static Stream<Arguments> operators() {
        return Stream.of(
                arguments("SELECT a ?| :b", "SELECT a ??| ?"),
                arguments("SELECT a ?? :b", "SELECT a ?? ?"),
                arguments("SELECT a @? :b", "SELECT a @?? ?"),
                arguments("SELECT :a??b", "SELECT ? ??b"));
    }

    private static String sent(String sql, SqlSyntax syntax) {
        return ParsedSql.parse(sql, syntax, (index, value, place) -> "<" + index + ">")
                .sql();
    }
}
