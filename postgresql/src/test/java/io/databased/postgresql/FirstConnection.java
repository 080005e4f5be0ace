package io.databased.postgresql;

import io.databased.Database;
import io.databased.PoolOptions;
import io.databased.servers.PostgresServer;
import io.databased.testkit.Futures;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** The first connection of a JVM loads the driver: on a busy machine that takes longer than logins may take in the tests. */
public final class FirstConnection implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot().getStore(Namespace.GLOBAL).computeIfAbsent(FirstConnection.class, once -> connect());
    }

    private static boolean connect() {
        PoolOptions patient =
                PoolOptions.builder().loginTimeout(Futures.DEADLINE).build();
        try (Database database = Database.builder(PostgresServer.shared().createDatabase())
                .pool(patient)
                .build()) {
            Futures.await(database.connect());
            return database.isConnected();
        }
    }
}
