package io.databased.jdbc;

import io.databased.spi.BackendException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A database in the memory of this process that ends with the last of its connections. Pools close connections, which are old, idle,
 * or have a mark; so one more is kept open until the disconnect. Without a name each connection would be a database of its own: it gets
 * one, where it can.
 */
final class MemoryDatabase {
    private static final Pattern H2 = Pattern.compile("(?i)(jdbc:h2:mem:)([^;]*)(.*)", Pattern.DOTALL);
    private static final Pattern DUCK = Pattern.compile("(jdbc:duckdb:)(|:memory:[^;]*)((?:;.*)?)", Pattern.DOTALL);
    private static final Pattern SQLITE = Pattern.compile(
            "(jdbc:sqlite:)(|:memory:|file::memory:|file:(?=.*mode=memory)[^?]*)((?:\\?.*)?)", Pattern.DOTALL);

    private final String scheme;
    private final String name;
    private final String options;
    private final boolean alone;
    private final AtomicReference<@Nullable CompletableFuture<Kept>> kept = new AtomicReference<>();

    private MemoryDatabase(Matcher url, String scheme, boolean alone) {
        this.scheme = scheme;
        this.name = url.group(2);
        this.options = url.group(3);
        this.alone = alone;
    }

    /** Null of a URL whose data does not end with its connections. */
    static @Nullable MemoryDatabase of(String url) {
        Matcher h2 = H2.matcher(url);
        if (h2.matches()) {
            boolean stays = UrlOptions.of(url).contains(new UrlOptions.Option(UrlOptions.name("DB_CLOSE_DELAY"), "-1"));
            return stays && !h2.group(2).isEmpty() ? null : new MemoryDatabase(h2, h2.group(1), false);
        }
        Matcher duck = DUCK.matcher(url);
        if (duck.matches()) {
            return new MemoryDatabase(duck, duck.group(1) + (duck.group(2).isEmpty() ? ":memory:" : ""), false);
        }
        Matcher sqlite = SQLITE.matcher(url);
        return sqlite.matches()
                ? new MemoryDatabase(sqlite, sqlite.group(1), !sqlite.group(3).contains("cache=shared"))
                : null;
    }

    /** Whether it is one for each connection, so that there is to be but one. */
    boolean isAlone() {
        return alone;
    }

    /** Opens a connection to it. */
    Connection connect(Opener opener) throws SQLException, BackendException {
        if (alone) {
            return opener.open(scheme + name + options);
        }
        CompletableFuture<Kept> opening = new CompletableFuture<>();
        CompletableFuture<Kept> others = kept.compareAndExchange(null, opening);
        if (others != null) {
            Kept by = others.exceptionally(failed -> null).join();
            return by == null ? connect(opener) : opener.open(by.url);
        }
        String url = scheme + (isNamed() ? name : name + "databased-" + UUID.randomUUID()) + options;
        try {
            opening.complete(new Kept(url, opener.open(url)));
        } catch (SQLException | BackendException | RuntimeException | Error e) {
            kept.compareAndSet(opening, null);
            opening.completeExceptionally(e);
            throw e;
        }
        return opener.open(url);
    }

    private boolean isNamed() {
        return !name.isEmpty() && !name.equals(":memory:");
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
