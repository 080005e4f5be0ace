package io.databased.testkit.engine;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static io.databased.testkit.Futures.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.ConnectionFailedException;
import io.databased.Database;
import io.databased.DatabaseBuilder;
import io.databased.PoolOptions;
import io.databased.StatementException.Kind;
import io.databased.UpdateResult;
import io.databased.spi.BackendException.Effect;
import io.databased.testkit.ScriptedStep;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is run on new connections fails or hangs: nobody gets such a connection, and its place is free. */
final class NewConnectionsTest extends ScriptedTest {
    private DatabaseBuilder builder(Duration loginTimeout) {
        return backend.builder()
                .pool(PoolOptions.builder()
                        .maxSize(1)
                        .loginTimeout(loginTimeout)
                        .build())
                .connectionInitSql("SET a = 1", "SET b = 2");
    }

    private Database connectedOnce() {
        backend.expect("SET a = 1").thenReply();
        backend.expect("SET b = 2").thenReply();
        return connected(builder(Duration.ofSeconds(10)));
    }

    @Test
    @Tag("C9")
    void whoWaitsIsToldOfAnErrorThatWillComeAgain() {
        Database database = connectedOnce();
        backend.expect("SET a = 1").thenReply();
        backend.expect("SET b = 2").thenFail(Kind.SYNTAX, Effect.STATEMENT);
        backend.cut(1);

        ConnectionFailedException failure =
                failure(database.execute("DELETE FROM movies"), ConnectionFailedException.class);

        assertThat(failure).hasMessageContaining("statement 2 of connectionInitSql (SET) failed: scripted SYNTAX");
        assertThat(failure.kind()).isEqualTo(Kind.SYNTAX);
        assertThat(backend.openConnections()).isZero();
        assertThat(database.stats().connections().size()).isZero();
        backend.verify();

        backend.expect("SET a = 1").thenReply();
        backend.expect("SET b = 2").thenReply();
        backend.expect("DELETE FROM movies").thenAffect(3);
        assertThat(await(database.execute("DELETE FROM movies")).affectedRows()).isEqualTo(3);
    }

    @Test
    @Tag("C9")
    void whoWaitsIsServedWhenItGoesWellTheNextTime() {
        Database database = connectedOnce();
        backend.expect("SET a = 1").thenFail(Kind.BUSY, Effect.STATEMENT);
        backend.expect("SET a = 1").thenLoseConnection();
        backend.expect("SET a = 1").thenReply();
        backend.expect("SET b = 2").thenReply();
        backend.expect("DELETE FROM movies").thenAffect(3);
        backend.cut(1);

        assertThat(await(database.execute("DELETE FROM movies")).affectedRows()).isEqualTo(3);

        assertThat(backend.openConnections()).isEqualTo(1);
        backend.verify();
    }

    @Test
    @Tag("C9")
    void oneThatHangsIsClosedWithinTheLoginTimeout() {
        backend.expect("SET a = 1").thenReply();
        backend.expect("SET b = 2").thenReply();
        Database database = connected(builder(Duration.ofSeconds(1))); // which the first login has, too
        ScriptedStep hanging = backend.expect("SET a = 1").deafToInterrupts();
        backend.expect("SET a = 1").thenReply();
        backend.expect("SET b = 2").thenReply();
        backend.expect("DELETE FROM movies").thenAffect(3);
        backend.cut(1);

        CompletableFuture<UpdateResult> waiting = database.execute("DELETE FROM movies");

        assertThat(await(waiting).affectedRows()).isEqualTo(3);
        assertThat(await(hanging.arrival())).isEqualTo(2);
        until("it is closed", () -> backend.log().contains("close 2"));
        until("one is open", () -> backend.openConnections() == 1);
        backend.verify();
    }

    @Test
    @Tag("R22")
    void itIsRunAgainBehindAReset() {
        Database database = connectedOnce();
        backend.expect("SET c = 3").thenReply();
        backend.expect("SET a = 1").thenReply();
        backend.expect("SET b = 2").thenReply();
        backend.expect("DELETE FROM movies").thenAffect(3);

        await(database.execute("SET c = 3"));
        await(database.execute("DELETE FROM movies"));

        assertThat(backend.log()).containsSubsequence("1: SET c = 3", "reset 1", "1: SET a = 1", "1: SET b = 2");
        backend.verify();
    }

    @Test
    @Tag("R22")
    void aConnectionWhereThatFailsIsReplaced() {
        Database database = connectedOnce();
        backend.expect("SET c = 3").thenReply();
        backend.expect("SET a = 1").thenFail(Kind.SYNTAX, Effect.STATEMENT);
        backend.expect("SET a = 1").thenReply();
        backend.expect("SET b = 2").thenReply();
        backend.expect("DELETE FROM movies").thenAffect(3);

        await(database.execute("SET c = 3"));
        await(database.execute("DELETE FROM movies"));

        assertThat(backend.log()).contains("close 1", "2: DELETE FROM movies");
        backend.verify();
    }
}
