package io.databased.testkit;

import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.Row;
import io.databased.Sql;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Random values of every type of a database: what is written is read by us, by the vendor's driver used directly, and as the
 * server writes it. {@code -Ddatabased.values=N} makes N of them, {@code -Ddatabased.seed=N} replays a run; both are
 * reported.
 */
public abstract class ValuesFuzz {
    private static final int VALUES = Integer.getInteger("databased.values", 4_000);

    private final long seed = Long.getLong("databased.seed", System.nanoTime());
    private final Random random = new Random(seed);

    /** A test of one database. */
    protected ValuesFuzz() {}

    /** Reads the first column by the vendor's driver. */
    public interface Reading {
        @Nullable
        Object of(ResultSet rows) throws SQLException;
    }

    /**
     * One type.
     *
     * @param text what the server's text must be, from a value; null if a text is no opinion of its own
     */
    public record Type(
            String sql,
            Function<Random, Object> maker,
            Reading driver,
            @Nullable Function<Object, String> text) {}

    protected abstract Database database();

    protected abstract Connection connect() throws SQLException;

    protected abstract List<Type> types();

    /** The server's text of the column {@code v}. */
    protected String text(Type type) {
        return "CAST(v AS VARCHAR)";
    }

    protected static Type plain(String sql, Function<Random, Object> maker, Reading driver) {
        return new Type(sql, maker, driver, String::valueOf);
    }

    @Test
    void whatIsWrittenIsReadByEveryone(TestReporter reporter) throws SQLException {
        reporter.publishEntry("seed", Long.toString(seed));
        List<Type> types = types();
        int each = VALUES / types.size() + 1;
        try (Database database = database();
                Connection driver = connect()) {
            await(database.connect());
            for (Type type : types) {
                check(type, each, database, driver);
            }
        }
        reporter.publishEntry(
                "values written, and read in three ways", each * types.size() + " of " + types.size() + " types");
    }

    private void check(Type type, int count, Database database, Connection driver) throws SQLException {
        List<Object> written = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            written.add(type.maker().apply(random));
        }
        await(database.execute("DROP TABLE IF EXISTS fuzz"));
        await(database.execute("CREATE TABLE fuzz (id INTEGER PRIMARY KEY, v " + type.sql() + ")"));
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(List.of(i, written.get(i)));
        }
        await(database.executeMany("INSERT INTO fuzz VALUES (?, ?)", rows));
        List<Row> read = await(database.fetchAll(
                "SELECT v, " + (type.text() == null ? "NULL" : text(type)) + " AS t FROM fuzz ORDER BY id"));
        assertThat(read).hasSize(count);
        try (ResultSet other = driver.createStatement().executeQuery("SELECT v FROM fuzz ORDER BY id")) {
            for (int i = 0; i < count; i++) {
                String what = type.sql() + " " + i + ", seed " + seed;
                Object value = written.get(i);
                assertThat(normal(read.get(i).get("v", value.getClass())))
                        .as(what)
                        .isEqualTo(normal(value));
                assertThat(other.next()).isTrue();
                assertThat(normal(type.driver().of(other)))
                        .as(what + " by the driver")
                        .isEqualTo(normal(value));
                if (type.text() != null) {
                    assertThat(read.get(i).getString("t"))
                            .as(what + " in text")
                            .isEqualTo(type.text().apply(value));
                }
                found(type, value, what, i, database);
            }
        }
    }

    /** Now and then: whether it is found by itself. */
    private void found(Type type, Object value, String what, int id, Database database) {
        if (random.nextInt(20) == 0 && isComparable(type)) {
            assertThat(await(database.fetchExactlyOne(Sql.sql("SELECT count(*) FROM fuzz WHERE id = ? AND v = ?")
                            .values(id, value)
                            .value(Integer.class))))
                    .as(what + " found by itself")
                    .isEqualTo(1);
        }
    }

    /** Whether {@code =} is there for it, and exact. */
    protected boolean isComparable(Type type) {
        return !type.sql().toUpperCase(Locale.ROOT).startsWith("JSON");
    }

    private static @Nullable Object normal(@Nullable Object value) {
        return value instanceof byte[] bytes
                ? HexFormat.of().formatHex(bytes)
                : value instanceof BigDecimal number ? number.stripTrailingZeros() : value;
    }
}
