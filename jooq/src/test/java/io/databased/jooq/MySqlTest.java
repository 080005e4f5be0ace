package io.databased.jooq;

import static io.databased.jooq.Jooq.jooq;
import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.update;
import static org.jooq.impl.DSL.val;

import io.databased.Database;
import io.databased.DatabasedException;
import io.databased.servers.LocalServer;
import io.databased.servers.MariaDbServer;
import io.databased.servers.MySqlServer;
import java.math.BigDecimal;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values of MariaDB, and of MySQL where it is unpacked, as jOOQ reads and binds them. */
final class MySqlTest {
    private static final Field<LocalTime> TIME = field(name("t"), SQLDataType.LOCALTIME(6));
    private static final Field<BigDecimal> BALANCE = field(name("balance"), SQLDataType.DECIMAL(20, 2));
    private static final JooqQuery<Record1<LocalTime>> TIMES = jooq(select(TIME).from(table(name("v"))));

    static Stream<String> servers() {
        return System.getenv("DATABASED_MYSQL_HOME") == null ? Stream.of("mariadb") : Stream.of("mariadb", "mysql");
    }

    private static Database with(String server, String table) {
        LocalServer started = server.equals("mysql") ? MySqlServer.shared() : MariaDbServer.shared();
        Database database = await(Database.of(started.createDatabase()).connect());
        await(database.execute("CREATE TABLE v (" + table + ")"));
        return database;
    }

    /** MariaDB reads no text with an offset. */
    @ParameterizedTest
    @MethodSource("servers")
    void instantsAreBoundAsBySql(String server) {
        Field<OffsetDateTime> at = field(name("at"), SQLDataType.OFFSETDATETIME(6));
        OffsetDateTime time = OffsetDateTime.parse("2024-03-31T01:30:00.5+02:00");
        try (Database database = with(server, "at TIMESTAMP(6)")) {
            await(database.execute("INSERT INTO v VALUES (?)", List.of(time)));
            await(database.execute(jooq(insertInto(table(name("v"))).columns(at).values(time))));

            assertThat(await(database.fetchAll(
                            jooq(select(at).from(table(name("v"))).where(at.eq(time))))))
                    .extracting(read -> read.value1().toInstant())
                    .containsExactly(time.toInstant(), time.toInstant());
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void aTimeOfDayIsReadAsOne(String server) {
        try (Database database = with(server, "t TIME(6)")) {
            for (String text : List.of("09:30:01", "00:00:00", "23:59:59.999999", "00:00:00.000001", "12:00:00.5")) {
                LocalTime time = LocalTime.parse(text);
                await(database.execute("DELETE FROM v"));
                await(database.execute("INSERT INTO v VALUES (?)", List.of(time)));

                assertThat(await(database.fetchOne(TIMES)).orElseThrow().value1())
                        .isEqualTo(time);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void aLengthOfTimeIsNoTimeOfDay(String server) {
        try (Database database = with(server, "t TIME(6)")) {
            for (String text : List.of("-00:00:00.000001", "24:00:00", "838:59:59", "-838:59:59")) {
                await(database.execute("DELETE FROM v"));
                await(database.execute("INSERT INTO v VALUES ('" + text + "')"));

                failure(database.fetchOne(TIMES), DatabasedException.class);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void aBalanceKeepsItsCents(String server) {
        try (Database database = with(server, "balance DECIMAL(20, 2)")) {
            await(database.execute("INSERT INTO v VALUES (12345678901234567.90)"));

            await(database.execute(
                    jooq(update(table(name("v"))).set(BALANCE, BALANCE.add(val(new BigDecimal("0.01")))))));

            assertThat(await(database.fetchOne(jooq(select(BALANCE).from(table(name("v"))))))
                            .orElseThrow()
                            .value1())
                    .isEqualTo("12345678901234567.91");
        }
    }
}
