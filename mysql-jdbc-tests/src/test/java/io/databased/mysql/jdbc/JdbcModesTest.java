package io.databased.mysql.jdbc;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.Sql;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A value is stored as it is or not at all, and a text ends where this library reads its end, whatever {@code sql_mode} the server has. */
class JdbcModesTest extends ServerDatabase {
    private String before;

    @BeforeEach
    void remember() {
        before = text(database(), "SELECT @@global.sql_mode");
        execute("CREATE TABLE t (n TINYINT, v VARCHAR(3), d DATE, e ENUM('a', 'b'))");
        execute("CREATE TABLE plain (n TINYINT) ENGINE = MyISAM");
    }

    @AfterEach
    void restore() {
        global(before);
    }

    private void global(String mode) {
        await(database().execute("SET GLOBAL sql_mode = ?", List.of(mode)));
    }

    private static String text(Database of, String sql) {
        return await(of.fetchExactlyOne(Sql.sql(sql).value(String.class)));
    }

    private Map<String, Database> ways(String options) {
        Map<String, Database> ways = new LinkedHashMap<>();
        for (String driver : List.of("mariadb", "mysql")) {
            for (String prepared : List.of("", "&useServerPrepStmts=true")) {
                String url = jdbcUrl(driver) + options + prepared;
                ways.put(driver + options + prepared, await(Database.of(url).connect()));
            }
        }
        return ways;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "ANSI", "STRICT_TRANS_TABLES", "NO_BACKSLASH_ESCAPES", "PIPES_AS_CONCAT,NO_BACKSLASH_ESCAPES"
            })
    void noValueBends(String mode) {
        global(mode);
        ways("").forEach((name, way) -> {
            try (way) {
                for (String sql : List.of(
                        "INSERT INTO t (n) VALUES (300)",
                        "INSERT INTO t (v) VALUES ('long text')",
                        "INSERT INTO t (e) VALUES ('c')",
                        "INSERT INTO t (d) VALUES ('2024-13-77')",
                        "INSERT INTO plain VALUES (300)",
                        "INSERT INTO plain VALUES (1), (300)")) {
                    assertThat(failure(way.execute(sql), StatementException.class)
                                    .kind())
                            .as(name + ": " + sql)
                            .isEqualTo(Kind.DATA);
                }
                assertThat(text(way, "SELECT 'a\\'b ? :c'")).as(name).isEqualTo("a'b ? :c");
                assertThat(await(way.fetchExactlyOne(Sql.sql("SELECT CONCAT('\\'', ?, '\\\\')")
                                .values("\\'x\\")
                                .value(String.class))))
                        .as(name)
                        .isEqualTo("'\\'x\\\\");
            }
        });
    }

    @Test
    void otherModesAreKept() {
        global("ANSI_QUOTES,PIPES_AS_CONCAT,HIGH_NOT_PRECEDENCE");
        ways("").forEach((name, way) -> {
            try (way) {
                assertThat(text(way, "SELECT 'a' || 'b' AS \"c d\"")).as(name).isEqualTo("ab");
            }
        });
    }

    @Test
    void theUrlDecides() {
        ways("&jdbcCompliantTruncation=false&sessionVariables=sql_mode=''").forEach((name, way) -> {
            try (way) {
                await(way.execute("INSERT INTO t (n) VALUES (300)"));
                assertThat(text(way, "SELECT @@sql_mode")).as(name).doesNotContain("STRICT");
            }
        });
    }
}
