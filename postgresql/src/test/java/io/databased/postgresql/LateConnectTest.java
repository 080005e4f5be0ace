package io.databased.postgresql;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.DatabaseUrl;
import io.databased.servers.RogueServer;
import io.databased.servers.RogueServer.Dialogue;
import io.databased.spi.BackendException;
import io.databased.spi.DatabaseBackend.Role;
import io.databased.spi.SessionBackend;
import io.databased.testkit.Futures;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A database is disconnected while it tries one host after the other. */
@Tag("R32")
final class LateConnectTest {
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();
    private final ClassLoader application = new URLClassLoader(new URL[0]);
    private final RogueServer silent = RogueServer.start(Dialogue::ignore);

    @AfterEach
    void restore() {
        Thread.currentThread().setContextClassLoader(before);
        silent.close();
    }

    /** Its event loops are told apart from those of other tests by their class loader. */
    private PostgresBackend backend() {
        Thread.currentThread().setContextClassLoader(application);
        String hosts = "127.0.0.1:" + silent.port() + ",127.0.0.1:" + silent.port();
        PostgresBackend backend = PostgresBackend.of(
                DatabaseUrl.parse("postgresql://app@" + hosts + "/app?connect_timeout=600"), Map.of());
        Thread.currentThread().setContextClassLoader(before);
        return backend;
    }

    private boolean hasThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getContextClassLoader() == application);
    }

    @Test
    @Tag("C10")
    void theNextHostIsNotTriedAndNoEventLoopIsLeft() {
        PostgresBackend backend = backend();
        CompletableFuture<SessionBackend> opening = backend.open(Role.PRIMARY).toCompletableFuture();
        Futures.until("the first host is tried", () -> silent.accepted() == 1);
        assertThat(hasThreads()).isTrue();

        await(backend.close().toCompletableFuture());

        BackendException refused = failure(opening, BackendException.class);
        assertThat(refused).hasMessageContaining("the database was disconnected");
        Futures.until("its event loops have ended", () -> !hasThreads());
        assertThat(silent.accepted()).isEqualTo(1);
    }

    @Test
    void whoConnectsAgainHasEventLoopsAgain() {
        PostgresBackend backend = backend();
        backend.open(Role.PRIMARY);
        Futures.until("the first host is tried", () -> silent.accepted() == 1);
        await(backend.close().toCompletableFuture());

        backend.open(Role.PRIMARY);

        Futures.until("the first host is tried again", () -> silent.accepted() == 2);
        await(backend.close().toCompletableFuture());
        Futures.until("its event loops have ended", () -> !hasThreads());
    }
}
