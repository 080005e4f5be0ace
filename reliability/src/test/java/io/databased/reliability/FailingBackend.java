package io.databased.reliability;

import io.databased.DatabaseUrl;
import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.DatabaseBackend;
import io.databased.spi.DatabaseBackendProvider;
import io.databased.spi.RowCursor;
import io.databased.spi.SessionBackend;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** A backend that is as it is but for one call, counted over the backend, its connections and their cursors. */
final class FailingBackend {
    /** What happens at that call. */
    enum Fault {
        /** An exception out of the call, which does nothing. */
        THROWS,
        /** A failure that no backend should give; nothing is done. */
        STRANGE,
        /** The connection is lost before anything is done. */
        LOST_BEFORE,
        /** The connection is lost when it was done. */
        LOST_AFTER
    }

    private static final Set<String> STEPS = Set.of(
            "open",
            "run",
            "stream",
            "next",
            "close",
            "validate",
            "inTransaction",
            "commitOutcome",
            "reset",
            "interrupt");

    private final Fault fault;
    private final AtomicInteger left;

    private FailingBackend(Fault fault, int n) {
        this.fault = fault;
        this.left = new AtomicInteger(n);
    }

    /** The backend of the URL, of which the nth call fails. */
    static FailingBackend of(Fault fault, int n) {
        return new FailingBackend(fault, n);
    }

    DatabaseBackend backend(DatabaseUrl url) {
        for (DatabaseBackendProvider provider : ServiceLoader.load(DatabaseBackendProvider.class)) {
            if (provider.schemes().contains(url.scheme())) {
                DatabaseBackend real = provider.create(url);
                return wrap(DatabaseBackend.class, real, real);
            }
        }
        throw new IllegalArgumentException("no backend for " + url.scheme());
    }

    /** Whether the call has come. */
    boolean failed() {
        return left.get() <= 0;
    }

    private <T> T wrap(Class<T> type, T real, Object connection) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> STEPS.contains(method.getName()) && left.decrementAndGet() == 0
                        ? fail(() -> call(real, method, arguments), method, connection)
                        : wrapped(call(real, method, arguments), connection)));
    }

    private interface Call {
        Object run() throws Throwable;
    }

    private Object fail(Call call, Method method, Object connection) throws Throwable {
        boolean closing =
                method.getName().equals("close"); // it is done whatever is told, or the test itself would leak
        CompletionStage<?> done = closing || fault == Fault.LOST_AFTER
                ? stage(call.run()).handle((value, failure) -> value)
                : CompletableFuture.completedFuture(null);
        if (fault == Fault.THROWS || !CompletionStage.class.isAssignableFrom(method.getReturnType())) {
            throw new IllegalStateException("thrown out of " + method.getName());
        }
        if (fault == Fault.STRANGE) {
            return CompletableFuture.failedFuture(new IllegalStateException("strange failure of " + method.getName()));
        }
        return done.thenCompose(value -> lose(value instanceof SessionBackend opened ? opened : connection))
                .thenCompose(closed -> CompletableFuture.failedFuture(
                        new BackendException("lost at " + method.getName(), Kind.OTHER, Effect.CONNECTION_LOST, null)));
    }

    private static CompletionStage<?> stage(Object result) {
        return result instanceof CompletionStage<?> stage ? stage : CompletableFuture.completedFuture(result);
    }

    /** Closes the connection, as the loss of a connection does; the database rolls back what is open. */
    private static CompletionStage<?> lose(Object connection) {
        return connection instanceof SessionBackend session
                ? session.close().handle((none, failure) -> failure)
                : CompletableFuture.completedFuture(null);
    }

    private Object wrapped(Object result, Object connection) {
        return result instanceof CompletionStage<?> stage
                ? stage.thenApply(value -> wrapValue(value, connection))
                : result;
    }

    private Object wrapValue(Object value, Object connection) {
        if (value instanceof SessionBackend session) {
            return wrap(SessionBackend.class, session, session);
        }
        return value instanceof RowCursor cursor ? wrap(RowCursor.class, cursor, connection) : value;
    }

    private static Object call(Object real, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
