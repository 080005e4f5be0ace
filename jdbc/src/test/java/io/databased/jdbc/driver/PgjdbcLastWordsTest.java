package io.databased.jdbc.driver;

import static io.databased.Sql.sql;
import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.CommitOutcomeUnknownException;
import io.databased.ConnectionLostException;
import io.databased.Database;
import io.databased.DatabaseUrl;
import io.databased.PoolOptions;
import io.databased.Session;
import io.databased.StatementException;
import io.databased.servers.PostgresServer;
import io.databased.testkit.Futures;
import io.databased.testkit.LeakCheck;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a failure is the end of its connection is told by the connection, not by the code of the failure. */
@Tag("R16")
final class PgjdbcLastWordsTest {
    private static final String TERMINATED = "terminating connection due to administrator command [SQLSTATE 57P01]";
    private static final String END = "SELECT pg_terminate_backend(pg_backend_pid())";

    private static final String ENDS =
            "INSERT INTO t SELECT pg_terminate_backend(pg_backend_pid())::text FROM generate_series(1, 10) WHERE 2 = ?";

    private final PostgresServer server = PostgresServer.shared();
    private final DatabaseUrl url = DatabaseUrl.parse(server.createDatabase());
    private final Database database = Database.builder(PgjdbcDatabase.jdbcUrl(url))
            .pool(PoolOptions.builder().maxSize(1).build())
            .build();

    @BeforeEach
    void connect() {
        await(database.connect());
        await(database.execute("CREATE TABLE t (state text)"));
    }

    @AfterEach
    void close() {
        LeakCheck.assertIdle(database);
        database.close();
    }

    private static void told(CompletableFuture<?> failing, String reason) {
        assertThat(failure(failing, ConnectionLostException.class)).hasMessageContaining(reason);
    }

    /** How many connections the server has to the database, beside that which asks. */
    private int others() {
        try (Connection connection = server.connect(url.database().orElseThrow());
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("SELECT count(*) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND pid <> pg_backend_pid()")) {
            count.next();
            return count.getInt(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> rows() {
        return await(database.fetchAll(sql("SELECT state FROM t").value(String.class)));
    }

    @Test
    void areToldByEachFailure() {
        told(database.fetchAll(END), TERMINATED);
        told(database.forEach(sql(END), row -> {}), TERMINATED);
        told(database.executeMany(ENDS, List.of(List.of(1), List.of(2), List.of(3))), TERMINATED);
        told(database.executeMany(ENDS + " RETURNING state", List.of(List.of(1), List.of(2))), TERMINATED);
        Session session = await(database.session().open());
        await(session.execute("INSERT INTO t VALUES ('lost')"));
        told(session.fetchAll(END), TERMINATED);
        told(session.fetchAll("SELECT 1"), TERMINATED);
        told(session.commit(), TERMINATED);
        await(session.close());
        Session batch = await(database.session().open());
        await(batch.execute("INSERT INTO t VALUES ('lost')"));
        told(batch.executeMany(ENDS, List.of(List.of(1), List.of(2), List.of(3))), TERMINATED);
        told(batch.commit(), TERMINATED);
        await(batch.close());
        assertThat(rows()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "idle_in_transaction_session_timeout, terminating connection due to idle-in-transaction timeout [SQLSTATE 25P03]",
        "transaction_timeout, terminating connection due to transaction timeout [SQLSTATE 25P04]"
    })
    void areToldToASessionThatWasIdle(String setting, String reason) {
        Session session = await(database.session().open());
        session.execute("SET LOCAL " + setting + " = '50ms'"); // which runs from there on, so it may have no answer
        Futures.until("the server has ended it", () -> others() == 0);

        told(session.execute("INSERT INTO t VALUES ('lost')"), reason);
        told(session.commit(), reason);
        await(session.close());
        assertThat(rows()).isEmpty();
    }

    @Test
    void areToldByACommit() {
        trigger("PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(60)");

        assertThat(failure(
                        database.session(session -> session.execute("INSERT INTO t VALUES ('x')")),
                        CommitOutcomeUnknownException.class))
                .hasMessageContaining(TERMINATED);
        assertThat(rows()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"57P01", "57P02", "57P05", "25P03", "25P04", "08006"})
    void areNoneIfAFunctionSaysThem(String state) {
        trigger("RAISE EXCEPTION 'not today' USING ERRCODE = NEW.state");

        StatementException refused = failure(
                database.session(session -> session.execute("INSERT INTO t VALUES (?)", List.of(state))),
                StatementException.class);

        assertThat(refused.sqlState()).contains(state);
        assertThat(rows()).isEmpty();
        assertThat(database.stats().turnover().created()).isEqualTo(1);
    }

    private void trigger(String body) {
        await(database.execute("CREATE FUNCTION late() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN " + body
                + "; RETURN NULL; END $$"));
        await(database.execute("CREATE CONSTRAINT TRIGGER late AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED"
                + " FOR EACH ROW EXECUTE FUNCTION late()"));
    }
}
