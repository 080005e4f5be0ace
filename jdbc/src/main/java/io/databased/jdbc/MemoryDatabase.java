package io.databased.jdbc;

import io.databased.jdbc.product.MemoryUrl;
import io.databased.spi.BackendException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A database in the memory of this process that ends with the last of its connections. Pools close connections, which are old, idle,
 * or have a mark; so one more is kept open until the disconnect. Without a name each connection would be a database of its own: it gets
 * one, where it can.
 */
final class MemoryDatabase {
    private final MemoryUrl url;
    private final AtomicReference<@Nullable CompletableFuture<Kept>> kept = new AtomicReference<>();

    MemoryDatabase(MemoryUrl url) {
        this.url = url;
    }

    /** Whether it is one for each connection, so that there is to be but one. */
    boolean isAlone() {
        return url.alone();
    }

    /** Opens a connection to it. */
    Connection connect(Opener opener) throws SQLException, BackendException {
        if (url.alone()) {
            return opener.open(url.named());
        }
        CompletableFuture<Kept> opening = new CompletableFuture<>();
        CompletableFuture<Kept> others = kept.compareAndExchange(null, opening);
        if (others != null) {
            Kept by = others.exceptionally(failed -> null).join();
            return by == null ? connect(opener) : opener.open(by.url);
        }
        String named = url.named();
        try {
            opening.complete(new Kept(named, opener.open(named)));
        } catch (SQLException | BackendException | RuntimeException | Error e) {
            kept.compareAndSet(opening, null);
            opening.completeExceptionally(e);
            throw e;
        }
        return opener.open(named);
    }

    /** Lets go of it. */
    void close() {
        CompletableFuture<Kept> last = kept.getAndSet(null);
        if (last != null) {
            last.thenAccept(each -> Closing.quietly(each.connection));
        }
    }

    @FunctionalInterface
    interface Opener {
        Connection open(String url) throws SQLException, BackendException;
    }

    private record Kept(String url, Connection connection) {}
}
