package io.databased.postgresql;

import static io.databased.Sql.sql;
import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.DatabasedException;
import io.databased.servers.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code target_session_attrs}, on a primary and its standby. */
final class TargetSessionTest {
    private static PostgresServer primary;
    private static PostgresServer standby;

    @BeforeAll
    static void start() {
        primary = PostgresServer.builder().start();
        standby = primary.standby();
    }

    @AfterAll
    static void stop() {
        standby.close();
        primary.close();
    }

    @ParameterizedTest
    @CsvSource({
        "primary standby, any,            primary",
        "standby primary, any,            standby",
        "standby primary, read-write,     primary",
        "standby primary, primary,        primary",
        "primary standby, read-only,      standby",
        "primary standby, standby,        standby",
        "primary standby, prefer-standby, standby",
        "primary,         prefer-standby, primary",
        "standby,         read-write,     is a standby",
        "standby,         primary,        is a standby",
        "primary,         standby,        is a primary",
        "primary,         read-only,      is a primary",
    })
    void chooses(String servers, String target, String chosen) {
        String hosts = servers.replace(' ', ',')
                .replace("primary", "127.0.0.1:" + primary.port())
                .replace("standby", "127.0.0.1:" + standby.port());

        assertThat(chosen(Database.of("postgresql://postgres@" + hosts + "/postgres?target_session_attrs=" + target)))
                .contains(chosen);
    }

    private static String chosen(Database unconnected) {
        try (Database database = await(unconnected.connect())) {
            return await(database.fetchOne(sql("SELECT pg_is_in_recovery()").value(Boolean.class)))
                            .orElseThrow()
                    ? "standby"
                    : "primary";
        } catch (DatabasedException none) {
            return String.valueOf(none.getMessage());
        }
    }
}
