package io.databased.postgresql;

import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.Json;
import io.databased.Row;
import io.databased.Sql;
import io.databased.servers.PostgresServer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A column may have any name, also one that looks like a mark of this library's; its values are read by its type. */
class ColumnNamesTest {
    private final Database database =
            await(Database.of(PostgresServer.shared().createDatabase()).connect());

    @AfterEach
    void disconnect() {
        await(database.disconnect());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0001",
                "\u00015",
                "a\u0001114\u00010\u0001,",
                "\u0001790\u00010\u0001,",
                "a\u0001b",
                "\u0001\u0001\u0001\u0001",
                "\u00010\u00010\u0001,",
                "x.y",
                "ä😀",
                "?",
                ":a"
            })
    void anyNameIsAName(String name) {
        String sql = "SELECT 5 AS \"" + name + "\", 1.50 AS \"n" + name + "\", '{\"a\": 1}'::json AS \"j" + name
                + "\", '\\x00'::bytea AS \"b" + name + "\", 7::bigint AS \"l" + name + "\"";
        List<Row> rows = new ArrayList<>(await(database.fetchAll(sql)));
        await(database.forEach(Sql.sql(sql), rows::add));
        assertThat(rows).hasSize(2);
        for (Row row : rows) {
            assertThat(row.columns()).containsExactly(name, "n" + name, "j" + name, "b" + name, "l" + name);
            assertThat(row.get(name)).isEqualTo(5);
            assertThat(row.get(1)).isEqualTo(new BigDecimal("1.50"));
            assertThat(row.get(2)).isEqualTo(new Json("{\"a\": 1}"));
            assertThat(row.get(3)).isEqualTo(new byte[1]);
            assertThat(row.get(4)).isEqualTo(7L);
        }
    }

    @Test
    void asManyAsTheServerTakes() {
        StringBuilder sql = new StringBuilder("SELECT 0 AS c0");
        for (int i = 1; i < 1_664; i++) {
            sql.append(", ").append(i).append(" AS c").append(i);
        }
        assertThat(await(database.fetchExactlyOne(sql.toString())).getInt("c1663"))
                .isEqualTo(1_663);
        assertThat(await(database.fetchAll("SELECT FROM generate_series(1, 3)")))
                .hasSize(3);
    }
}
