package io.databased.postgresql;

import static io.databased.Sql.sql;
import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.databased.ConnectionFailedException;
import io.databased.Database;
import io.databased.DatabaseBuilder;
import io.databased.DatabaseUrl;
import io.databased.DatabasedException;
import io.databased.InvalidUrlException;
import io.databased.PoolOptions;
import io.databased.servers.FaultProxy;
import io.databased.servers.PostgresServer;
import io.databased.servers.RogueServer;
import io.databased.testkit.Futures;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a URL says, as the server sees it. */
final class ConnectionUrlTest {
    private static final PostgresServer SERVER = PostgresServer.shared();

    private static String url(String hosts, String options) {
        return "postgresql://postgres@" + hosts + "/postgres" + options;
    }

    private static String here() {
        return "127.0.0.1:" + SERVER.port();
    }

    private static String show(DatabaseBuilder builder, String expression) {
        try (Database database = await(builder.build().connect())) {
            return await(database.fetchOne(sql("SELECT " + expression).value(String.class)))
                    .orElseThrow();
        }
    }

    private static String show(String url, String expression) {
        return show(Database.builder(url), expression);
    }

    @ParameterizedTest
    @CsvSource({
        "'', current_setting('application_name'), databased",
        "?application_name=movies%20%26%20more, current_setting('application_name'), movies & more",
        "?options=-c%20work_mem%3D12345kB%20-c%20search_path%3Dpg_catalog, current_setting('work_mem'), 12345kB",
        "?options=-c%20search_path%3Dpg_catalog, current_schema()::text, pg_catalog",
        "?target_session_attrs=any, current_database(), postgres",
        "?load_balance_hosts=disable, current_database(), postgres",
        "?connect_timeout=20&sslmode=disable&max_size=2&min_size=1&acquire_timeout=50s&idle_timeout=60&max_lifetime=600&max_waiting=9, current_database(), postgres",
        "?pgbouncer=on, count(*)::text FROM pg_prepared_statements, 0",
    })
    void optionsReachTheServer(String options, String expression, String value) {
        assertThat(show(url(here(), options), expression)).isEqualTo(value);
    }

    @Test
    void poolIsAsTheUrlSaysUnlessTheBuilderSaysOtherwise() {
        String url = url(here(), "?max_size=3&min_size=2");
        try (Database database = await(Database.of(url).connect())) {
            assertThat(database.stats().maxSize()).isEqualTo(3);
            assertThat(database.stats().minSize()).isEqualTo(2);
        }
        PoolOptions five = PoolOptions.builder().maxSize(5).build();
        try (Database database = await(Database.builder(url).pool(five).build().connect())) {
            assertThat(database.stats().maxSize()).isEqualTo(5);
            assertThat(database.stats().minSize()).isZero();
        }
    }

    @Test
    @Tag("C6")
    void unknownOptionSuggestsTheNearest() {
        assertThatThrownBy(() -> Database.of(url(here(), "?aplication_name=movies")))
                .isInstanceOf(InvalidUrlException.class)
                .hasMessageContaining("application_name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?target_session_attrs=primry",
                "?load_balance_hosts=yes",
                "?connect_timeout=soon",
                "?pgbouncer=maybe",
                "?sslmode=prefer",
                "?sslmode=allow"
            })
    void valueThatMakesNoSenseIsRefusedBeforeConnecting(String options) {
        assertThatThrownBy(() -> Database.of(url(here(), options))).isInstanceOf(InvalidUrlException.class);
    }

    @Test
    @Tag("R36")
    void zeroCharacterIsRefusedWhereverItStands() {
        for (String text : List.of(
                url(here(), "%00options%00-c%20work_mem%3D64kB"),
                url(here(), "?application_name=a%00user%00admin"),
                "postgresql://post%00gres@" + here() + "/postgres",
                "postgresql://postgres:a%00b@" + here() + "/postgres")) {
            assertThatThrownBy(() -> Database.of(text)).isInstanceOf(InvalidUrlException.class);
        }
    }

    @Test
    @Tag("C1")
    void hostThatRefusesOrDoesNotAnswerIsPassedOver() {
        try (RogueServer deaf = RogueServer.start(RogueServer.Dialogue::ignore);
                FaultProxy down = FaultProxy.postgres(SERVER.port())) {
            down.down();
            String hosts = "127.0.0.1:" + deaf.port() + ",127.0.0.1:" + down.port() + "," + here();

            assertThat(show(url(hosts, "?connect_timeout=2s&target_session_attrs=any"), "current_database()"))
                    .isEqualTo("postgres");
            assertThat(deaf.accepted()).isPositive();
        }
    }

    /** Not that of the event loop; what the driver has seen is in the cause. */
    @Test
    void failureHasTheStackOfWhoConnects() {
        try (FaultProxy down = FaultProxy.postgres(SERVER.port());
                FaultProxy other = FaultProxy.postgres(SERVER.port())) {
            down.down();
            other.down();
            String hosts = "127.0.0.1:" + down.port() + ",127.0.0.1:" + other.port();
            List<Throwable> failures = List.of(
                    failure(Database.of(url(hosts, "")).connect(), ConnectionFailedException.class),
                    catchThrowable(() -> Database.of(url(hosts, "")).blocking().connect()));

            assertThat(failures).allSatisfy(failure -> {
                assertThat(failure.getStackTrace()[0].getClassName()).startsWith(ConnectionUrlTest.class.getName());
                assertThat(failure).cause().isInstanceOf(ConnectException.class);
                assertThat(failure.getSuppressed()).hasSize(2);
                assertThat(failure.getSuppressed())
                        .allSatisfy(of -> assertThat(of.getStackTrace()).isEmpty());
            });
        }
    }

    @Test
    void failureTellsOfEveryHost() {
        try (RogueServer deaf = RogueServer.start(RogueServer.Dialogue::ignore);
                FaultProxy down = FaultProxy.postgres(SERVER.port())) {
            down.down();
            String hosts = "127.0.0.1:" + deaf.port() + ",127.0.0.1:" + down.port();

            assertThat(failure(Database.of(url(hosts, "?connect_timeout=2s")).connect(), DatabasedException.class))
                    .hasMessageContaining(deaf.port() + " gave no answer within 2000 ms")
                    .hasMessageContaining(down.port() + " could not be reached");
        }
    }

    @Test
    void hostsTakeTurnsIfTheyAreToBeBalanced() {
        try (FaultProxy one = FaultProxy.postgres(SERVER.port());
                FaultProxy two = FaultProxy.postgres(SERVER.port())) {
            String hosts = "127.0.0.1:" + one.port() + ",127.0.0.1:" + two.port();
            String options = "?load_balance_hosts=random&target_session_attrs=any&min_size=20&max_size=20";
            try (Database database = await(Database.of(url(hosts, options)).connect())) {
                Futures.until(
                        "all are open", () -> database.stats().connections().size() == 20);
            }

            assertThat(one.traffic().connections()).isBetween(1, 19);
            assertThat(two.traffic().connections()).isBetween(1, 19);
        }
    }

    @Test
    void socketOfTheMachineIsReachedByItsFolder(@TempDir Path folder) {
        try (PostgresServer server = PostgresServer.builder()
                .set("unix_socket_directories", folder.toString())
                .start()) {
            String host = folder.toString().replace("/", "%2F") + ":" + server.port();
            assertThat(show(url(host, ""), "coalesce(inet_server_addr()::text, 'socket')"))
                    .isEqualTo("socket");
            String asLibpqSaysIt = "postgresql:///postgres?user=postgres&host=" + folder + "&port=" + server.port();
            assertThat(show(asLibpqSaysIt, "coalesce(inet_server_addr()::text, 'socket')"))
                    .isEqualTo("socket");
        }
    }

    @Test
    void environmentCompletesTheUrlIfItIsAskedTo() {
        Map<String, String> environment = Map.of(
                "PGHOST", "127.0.0.1",
                "PGPORT", String.valueOf(SERVER.port()),
                "PGUSER", "postgres",
                "PGDATABASE", "postgres",
                "PGAPPNAME", "from the environment",
                "PGOPTIONS", "-c work_mem=12345kB");
        DatabaseUrl url = DatabaseUrl.parse("postgresql:///?environment=on");
        DatabaseBuilder builder = DatabaseBuilder.of(url, PostgresBackend.of(url, environment));

        assertThat(show(builder, "current_setting('application_name')")).isEqualTo("from the environment");
        assertThat(show(builder, "current_setting('work_mem')")).isEqualTo("12345kB");

        DatabaseUrl own = url.withOption("application_name", "from the URL");
        assertThat(show(
                        DatabaseBuilder.of(own, PostgresBackend.of(own, environment)),
                        "current_setting('application_name')"))
                .isEqualTo("from the URL");
    }

    @Test
    void environmentIsLeftAloneOtherwise() {
        DatabaseUrl url = DatabaseUrl.parse(url(here(), ""));
        PostgresBackend backend = PostgresBackend.of(url, Map.of("PGAPPNAME", "from the environment"));

        assertThat(show(DatabaseBuilder.of(url, backend), "current_setting('application_name')"))
                .isEqualTo("databased");
    }

    @Test
    @Tag("C3")
    void deafHostCostsNoMoreThanTheLoginTimeoutIfItIsTheOnlyOne() {
        try (RogueServer deaf = RogueServer.start(RogueServer.Dialogue::ignore)) {
            PoolOptions pool =
                    PoolOptions.builder().loginTimeout(Duration.ofMillis(100)).build();
            String url = url("127.0.0.1:" + deaf.port(), "");

            assertThat(failure(Database.builder(url).pool(pool).build().connect(), DatabasedException.class))
                    .hasMessageContaining("within 100 ms");
        }
    }
}
