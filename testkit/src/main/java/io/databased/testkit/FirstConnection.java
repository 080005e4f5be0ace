package io.databased.testkit;

import io.databased.Database;
import io.databased.PoolOptions;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Connects once before the first test of a JVM, and waits for it: the first connection loads the driver, and on a busy machine
 * that takes longer than logins may take in the tests. A module names its own subclass in {@code META-INF/services}.
 */
public abstract class FirstConnection implements BeforeAllCallback {
    private final Supplier<String> url;

    /** The URL of a new database is asked for once. */
    protected FirstConnection(Supplier<String> url) {
        this.url = url;
    }

    @Override
    public final void beforeAll(ExtensionContext context) {
        context.getRoot().getStore(Namespace.GLOBAL).computeIfAbsent(FirstConnection.class, once -> connect());
    }

    private boolean connect() {
        PoolOptions patient =
                PoolOptions.builder().loginTimeout(Futures.DEADLINE).build();
        try (Database database = Database.builder(url.get()).pool(patient).build()) {
            return Futures.await(database.connect()).isConnected();
        }
    }
}
