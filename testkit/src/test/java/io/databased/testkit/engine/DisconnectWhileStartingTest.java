package io.databased.testkit.engine;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.ConnectionFailedException;
import io.databased.Database;
import io.databased.DatabaseBuilder;
import io.databased.DatabaseUrl;
import io.databased.NotConnectedException;
import io.databased.spi.DatabaseBackend;
import io.databased.spi.SessionBackend;
import io.databased.spi.SqlDialect;
import io.databased.testkit.ScriptedBackend;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A database that could not be begun, or is disconnected before it has begun to connect. */
@Tag("R3")
@Tag("R4")
final class DisconnectWhileStartingTest {
    @Test
    void disconnectEndsAndTheDatabaseMayBeConnectedAgain() {
        Broken backend = new Broken();
        Database database = DatabaseBuilder.of(DatabaseUrl.parse("testkit:///broken"), backend)
                .build();
        AtomicReference<@Nullable CompletableFuture<Void>> disconnecting = new AtomicReference<>();
        backend.whenAsked = () -> {
            disconnecting.set(database.disconnect());
            throw new IllegalStateException("a defect of the backend");
        };

        failure(database.connect(), NotConnectedException.class);
        await(disconnecting.get());

        backend.whenAsked = () -> {};
        await(database.connect());
        assertThat(database.isConnected()).isTrue();
        database.close();
    }

    @Test
    void theFirstConnectionIsClosedIfTheBackendFailsMeanwhile() {
        Broken backend = new Broken();
        backend.whenAsked = () -> {
            assertThat(backend.real.openConnections()).isEqualTo(1);
            throw new IllegalStateException("a defect of the backend");
        };
        try (Database database = DatabaseBuilder.of(DatabaseUrl.parse("testkit:///broken"), backend)
                .build()) {
            failure(database.connect(), ConnectionFailedException.class);
            assertThat(backend.real.openConnections()).isZero();
        }
    }

    private static final class Broken implements DatabaseBackend {
        private final ScriptedBackend real = ScriptedBackend.strict();
        private volatile Runnable whenAsked = () -> {};

        @Override
        public SqlDialect dialect() {
            return real.dialect();
        }

        @Override
        public int maxConnections(Role role, int wanted) {
            whenAsked.run();
            return real.maxConnections(role, wanted);
        }

        @Override
        public CompletionStage<SessionBackend> open(Role role) {
            return real.open(role);
        }

        @Override
        public boolean permanent(Throwable openFailure) {
            return real.permanent(openFailure);
        }

        @Override
        public boolean onBackendThread() {
            return false;
        }

        @Override
        public CompletionStage<Void> close() {
            return real.close();
        }
    }
}
