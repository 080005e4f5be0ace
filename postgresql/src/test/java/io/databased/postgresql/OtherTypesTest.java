package io.databased.postgresql;

import static io.databased.Sql.sql;
import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.StatementException.Kind;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts, bytes, identifiers, and the types that are read as text. */
final class OtherTypesTest extends TypesTest {
    record Movie(UUID id, String title, char rating, byte[] poster) {}

    @BeforeAll
    void create() {
        execute("CREATE DOMAIN positive AS int CHECK (value > 0)");
        execute("CREATE EXTENSION citext");
        execute("CREATE EXTENSION hstore");
        execute("CREATE DOMAIN braces AS citext");
        execute("CREATE TYPE label AS ENUM ('{}', '{hello}')");
        execute("CREATE TYPE pair AS (number int, word text)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "it's \"odd\" \\ ?", "Agnès \uD83D\uDE00", "NULL", "{}", "\t\r\n"})
    void textsComeBack(String text) {
        roundTrips(String.class, text);
        assertThat(read("CAST(? AS varchar(100))", text)).isEqualTo(text);
        assertThat(read("CAST(? AS name)", text)).isEqualTo(text);
    }

    @Test
    void aCharOfNIsPadded() {
        assertThat(read("CAST(? AS char(3))", "a")).isEqualTo("a  ");
        assertThat(read(Character.class, "?", 'c')).isEqualTo('c');
        assertThat(read("'x'::\"char\"")).isEqualTo("x");
    }

    @Test
    void bytesComeBack() {
        byte[] bytes = new byte[100_000];
        new java.util.Random(1).nextBytes(bytes);
        assertThat(read(byte[].class, "?", bytes)).isEqualTo(bytes);
        assertThat(read(byte[].class, "?", new byte[0])).isEmpty();
        assertThat(sent(new byte[] {0, -1})).isEqualTo("\\x00ff");
    }

    @Test
    void uuidsComeBack() {
        UUID id = UUID.randomUUID();
        roundTrips(UUID.class, id);
        assertThat(read(UUID.class, "?", id.toString())).isEqualTo(id);
        assertThat(read("gen_random_uuid() = ?", id.toString())).isEqualTo(false);
        assertThat(refusal("SELECT gen_random_uuid() = ?", "1-2-3-4-5").kind()).isEqualTo(Kind.DATA);
        assertThat(read("CAST(? AS uuid)", id.toString())).isEqualTo(id);
    }

    @Test
    void recordsTakeThem() {
        Movie movie = await(database.fetchOne(
                        sql("SELECT :id AS id, 'Dune' AS title, 'A'::char(1) AS rating, '\\x01'::bytea AS poster")
                                .bind("id", new UUID(1, 2))
                                .mapTo(Movie.class)))
                .orElseThrow();
        assertThat(movie.id()).isEqualTo(new UUID(1, 2));
        assertThat(movie.title() + movie.rating()).isEqualTo("DuneA");
        assertThat(movie.poster()).containsExactly(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "'[1,5)'::int4range; [1,5)",
                "(1, 'x, y')::pair; (1,\"x, y\")",
                "'10.0.0.1'::inet; 10.0.0.1",
                "'10.0.0.1/8'::inet; 10.0.0.1/8",
                "'10.0.0.0/8'::cidr; 10.0.0.0/8",
                "'fe80::1/64'::inet; fe80::1/64",
                "'::ffff:1.2.3.4'::inet; ::ffff:1.2.3.4",
                "'<a/>'::xml; <a/>",
                "B'101'; 101",
                "B'101'::varbit; 101",
                "'08:00:2b:01:02:03'::macaddr; 08:00:2b:01:02:03",
                "'08:00:2b:01:02:03:04:05'::macaddr8; 08:00:2b:01:02:03:04:05",
                "point(1, 2); (1,2)",
                "'<(1, 2), 3>'::circle; <(1,2),3>",
                "'{hello}'::citext; {hello}",
                "'{a,\"b}'::citext; {a,\"b}",
                "'{1,2}'::text; {1,2}",
                "'{hello}'::braces; {hello}",
                "'{}'::label; {}",
                "'{hello}'; {hello}",
                "'a=>\"{b}\"'::hstore; \"a\"=>\"{b}\"",
                "'1 2'::int2vector; 1 2",
                "'{[1,3)}'::int4multirange; {[1,3)}",
                "'a & b'::tsquery; 'a' & 'b'",
                "'pg_class'::regclass; pg_class",
                "'0/16'::pg_lsn; 0/16",
                "'$.a'::jsonpath; $.\"a\""
            })
    void manyTypesAreReadAsText(String expression, String text) {
        assertThat(read(expression)).isEqualTo(text);
    }

    @Test
    void aDomainIsReadAsItsType() {
        assertThat(read("CAST(? AS positive)", 5)).isEqualTo(5);
        assertThat(refusal("SELECT CAST(? AS positive)", -5).kind()).isEqualTo(Kind.CHECK);
    }

    @Test
    void aTextIsCastToAnyType() {
        assertThat(read("CAST(? AS int4range)", "[1,5)")).isEqualTo("[1,5)");
        assertThat(read("(CAST(? AS pair)).number", "(7,x)")).isEqualTo(7);
        assertThat(read("CAST(? AS inet)", "10.0.0.1")).isEqualTo("10.0.0.1");
        assertThat(read("CAST(CAST(? AS xml) AS text)", "<a/>")).isEqualTo("<a/>");
        assertThat(read("CAST(CAST(? AS macaddr) AS text)", "08:00:2b:01:02:03"))
                .isEqualTo("08:00:2b:01:02:03");
        assertThat(read("CAST(CAST(? AS bit(3)) AS text)", "101")).isEqualTo("101");
    }

    @Test
    void arraysOfThemAreListsOfText() {
        assertThat(read("array[point(1, 2)]")).isEqualTo(list("(1,2)"));
        assertThat(read("array[box(point(1, 2), point(3, 4)), NULL, box(point(0, 0), point(1, 1))]"))
                .isEqualTo(list("(3,4),(1,2)", null, "(1,1),(0,0)"));
        assertThat(read("array['{hello}', NULL, 'NULL', '', 'a\"b\\c']::citext[]"))
                .isEqualTo(list("{hello}", null, "NULL", "", "a\"b\\c"));
        assertThat(read("array[(1, 'x, y')::pair, (NULL, '{')::pair]")).isEqualTo(list("(1,\"x, y\")", "(,{)"));
        assertThat(read("array['{}', '{hello}']::label[]")).isEqualTo(list("{}", "{hello}"));
        assertThat(read("'[0:0][3:4]={{hello,\"{}\"}}'::text[]")).isEqualTo(list(list("hello", "{}")));
        assertThat(read("'{{{hello},{NULL}}}'::citext[]")).isEqualTo(list(list(list("hello"), list((Object) null))));
        assertThat(read("'{{1,2},{3,NULL}}'::int[]")).isEqualTo(list(list(1, 2), list(3, null)));
        assertThat(read("array[B'1', B'0']")).isEqualTo(list("1", "0"));
        assertThat(read("array[1, 2]::positive[]")).isEqualTo(list(1, 2));
    }

    @Test
    void theCatalogsAreReadAsTheyAre() {
        assertThat(read("(SELECT oid FROM pg_class WHERE relname = ?)", "pg_class"))
                .isEqualTo(1259L);
        assertThat(read("4294967295::oid")).isEqualTo(4_294_967_295L);
        assertThat(read("array[1::oid, 4294967295::oid]")).isEqualTo(list(1L, 4_294_967_295L));
        assertThat(read("(SELECT relname FROM pg_class WHERE oid = ?)", 1259)).isEqualTo("pg_class");
        assertThat(await(database.fetchAll("SELECT * FROM pg_type"))).hasSizeGreaterThan(500);
        assertThat(await(database.fetchAll("SELECT * FROM pg_class"))).hasSizeGreaterThan(100);
    }
}
