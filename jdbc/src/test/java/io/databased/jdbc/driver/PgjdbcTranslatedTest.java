package io.databased.jdbc.driver;

import static io.databased.Sql.sql;
import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static io.databased.testkit.Futures.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.DatabaseUrl;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import io.databased.servers.PostgresServer;
import io.databased.servers.TranslatingServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a stop means is told by what is never translated. */
final class PgjdbcTranslatedTest {
    private final DatabaseUrl url = DatabaseUrl.parse(PostgresServer.shared().createDatabase());
    private final TranslatingServer german =
            TranslatingServer.inFrontOf(PostgresServer.shared().port());
    private final String here =
            PgjdbcDatabase.jdbcUrl(url).replace(":" + PostgresServer.shared().port() + "/", ":" + german.port() + "/")
                    + "&sslmode=disable&gssEncMode=disable";

    @AfterEach
    void close() {
        german.close();
    }

    private static StatementException late(Database database) {
        return failure(
                database.session(session -> session.execute("SET LOCAL statement_timeout = 50")
                        .thenCompose(set -> session.fetchAll("SELECT pg_sleep(60)"))),
                StatementException.class);
    }

    @Test
    @Tag("R20")
    void theServersTimeLimitIsATimeout() {
        try (Database database = await(Database.of(here).connect())) {
            StatementException late = late(database);

            assertThat(late.kind()).isEqualTo(Kind.TIMEOUT);
            assertThat(late.sqlState()).contains("57014");
            assertThat(late).hasMessageContaining("Zeitüberschreitung");
        }
    }

    @Test
    @Tag("R19")
    void whatThisProgramHasStoppedIsNone() throws InterruptedException {
        try (Database database = await(Database.of(here).connect())) {
            CompletableFuture<Throwable> thrown = new CompletableFuture<>();
            Thread caller = new Thread(() -> {
                try {
                    database.blocking().fetchAll(sql("SELECT pg_sleep(60)"));
                } catch (Throwable e) {
                    thrown.complete(e);
                }
            });
            caller.start();
            awaitRunning("pg_sleep");

            caller.interrupt();

            assertThat(await(thrown)).isInstanceOf(CancellationException.class);
            caller.join(Duration.ofSeconds(60).toMillis());
        }
    }

    @Test
    @Tag("R20")
    void ourOwnLimitIsNamed() {
        try (Database database = await(Database.builder(here)
                .statementTimeout(Duration.ofMillis(100))
                .build()
                .connect())) {
            StatementException late = failure(database.fetchAll("SELECT pg_sleep(60)"), StatementException.class);

            assertThat(late.kind()).isEqualTo(Kind.TIMEOUT);
            assertThat(late).hasMessageContaining("Statement timeout: ");
        }
    }

    /** A function may raise the same. */
    @Test
    @Tag("R14")
    void whatAFunctionRaisesIsNoTimeout() {
        try (Database database = await(Database.of(here).connect())) {
            String raises = "DO $$ BEGIN RAISE EXCEPTION 'Schluss' USING ERRCODE = '57014'; END $$";

            assertThat(failure(database.execute(raises), StatementException.class)
                            .kind())
                    .isEqualTo(Kind.CANCELLED);
        }
    }

    private void awaitRunning(String words) {
        try (Connection connection =
                        PostgresServer.shared().connect(url.database().orElseThrow());
                Statement statement = connection.createStatement()) {
            until(words + " runs", () -> {
                try (ResultSet found = statement.executeQuery("SELECT 1 FROM pg_stat_activity WHERE state = 'active'"
                        + " AND datname = current_database() AND pid <> pg_backend_pid() AND query LIKE '%" + words
                        + "%'")) {
                    return found.next();
                } catch (SQLException e) {
                    throw new AssertionError(e);
                }
            });
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
