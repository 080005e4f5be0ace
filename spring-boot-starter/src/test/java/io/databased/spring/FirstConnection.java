package io.databased.spring;

import io.databased.Database;
import io.databased.PoolOptions;
import io.databased.servers.PostgresServer;
import java.time.Duration;
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
                PoolOptions.builder().loginTimeout(Duration.ofMinutes(1)).build();
        String url = PostgresServer.shared().createDatabase();
        try (Database database = Database.builder(url).pool(patient).build()) {
            return database.blocking().connect().isConnected();
        }
    }
}
