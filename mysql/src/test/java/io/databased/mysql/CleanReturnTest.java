package io.databased.mysql;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.Database;
import io.databased.InvalidUrlException;
import io.databased.PoolOptions;
import io.databased.Session;
import io.databased.StatementException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With {@code reset=always} nothing of what a function or a trigger has left is there when somebody else has the connection. */
@Tag("R22")
class CleanReturnTest extends MySqlDatabase {
    private Database always;

    @BeforeEach
    void connect() {
        execute("CREATE TABLE audited (id INT AUTO_INCREMENT PRIMARY KEY, v VARCHAR(10))");
        server.execute(
                "CREATE FUNCTION " + name() + ".set_tenant(t VARCHAR(10)) RETURNS VARCHAR(10) NO SQL"
                        + " BEGIN SET @tenant = t; RETURN t; END",
                "CREATE FUNCTION " + name() + ".lock_it() RETURNS INT NO SQL RETURN GET_LOCK('" + name() + "', 5)",
                "CREATE TRIGGER " + name() + ".marking BEFORE INSERT ON " + name()
                        + ".audited FOR EACH ROW SET @tenant = 'trigger'");
        always = await(Database.builder(url + "?reset=always")
                .pool(PoolOptions.builder().maxSize(1).build())
                .build()
                .connect());
    }

    @AfterEach
    void close() {
        always.close();
    }

    static Stream<Arguments> marks() {
        String tenant = "SELECT CAST(@tenant AS CHAR)";
        String lock = "SELECT IS_USED_LOCK(DATABASE())";
        return Stream.of(
                Arguments.of("SELECT set_tenant('acme')", tenant),
                Arguments.of("INSERT INTO audited (v) VALUES ('a')", tenant),
                Arguments.of("SELECT lock_it()", lock),
                Arguments.of("INSERT INTO audited (v) SELECT set_tenant('acme')", tenant));
    }

    private void nothingIsLeft(String question) {
        assertThat(await(always.fetchExactlyOne(question)).get(0)).isNull();
        assertThat(await(always.session(session -> session.fetchExactlyOne(question)))
                        .get(0))
                .isNull();
        assertThat(always.stats().turnover().created()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("marks")
    @Tag("P15")
    void ofAStatementByItself(String marking, String question) {
        await(always.execute(marking));
        nothingIsLeft(question);
    }

    @ParameterizedTest
    @MethodSource("marks")
    @Tag("P15")
    void ofASessionThatCommits(String marking, String question) {
        await(always.session(session -> session.execute(marking)));
        nothingIsLeft(question);
    }

    @ParameterizedTest
    @MethodSource("marks")
    @Tag("P15")
    void ofASessionThatRollsBack(String marking, String question) {
        Session session = await(always.session().open());
        await(session.execute(marking));
        await(session.cancel());
        nothingIsLeft(question);
    }

    @Test
    void ofASessionThatFails() {
        failure(
                always.session(session -> session.execute("SELECT set_tenant('acme')")
                        .thenCompose(set -> session.execute("INSERT INTO nowhere VALUES (1)"))),
                StatementException.class);
        nothingIsLeft("SELECT CAST(@tenant AS CHAR)");
    }

    @Test
    void anotherValueIsRefused() {
        assertThatThrownBy(() -> Database.of(url + "?reset=auto"))
                .isInstanceOf(InvalidUrlException.class)
                .hasMessageContaining("reset is always or marked, not auto");
    }

    @ParameterizedTest
    @ValueSource(strings = {"reset=always", "reset=marked"})
    void theDatabaseIsThatOfTheUrl(String option) {
        try (Database database = await(Database.builder(url + "?" + option)
                .pool(PoolOptions.builder().maxSize(1).build())
                .build()
                .connect())) {
            Object own = await(database.fetchExactlyOne("SELECT DATABASE()")).get(0);

            await(database.session(session -> session.execute("USE information_schema")));
            assertThat(await(database.fetchExactlyOne("SELECT DATABASE()")).get(0))
                    .isEqualTo(own);
            await(database.execute("/* to */ use `information_schema`"));
            assertThat(await(database.session(session -> session.fetchExactlyOne("SELECT DATABASE()")))
                            .get(0))
                    .isEqualTo(own);
            Session session = await(database.session().open());
            await(session.execute("USE information_schema"));
            await(session.cancel());
            assertThat(await(database.fetchExactlyOne("SELECT DATABASE()")).get(0))
                    .isEqualTo(own);
            assertThat(database.stats().turnover().created()).isEqualTo(1);
        }
    }

    @Test
    void aUrlWithoutADatabaseHasNoneAfterwards() {
        String none = url.substring(0, url.lastIndexOf('/'));
        try (Database database = await(Database.builder(none)
                .pool(PoolOptions.builder().maxSize(1).build())
                .build()
                .connect())) {
            await(database.execute("USE information_schema"));

            assertThat(await(database.fetchExactlyOne("SELECT DATABASE()")).get(0))
                    .isNull();
            await(database.session(session -> session.execute("SET @x = 1")));
            assertThat(database.stats().turnover().created()).isEqualTo(2);
        }
    }
}
