package io.databased.testkit;

import io.databased.BlockingDatabase;
import io.databased.BlockingSession;
import io.databased.Database;
import io.databased.Session;
import io.databased.SessionStatus;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Sees every session that a test opens, and remembers the line that did. */
final class SessionTracker {
    private record Opened(String at, BooleanSupplier ended) {}

    private final ConcurrentLinkedQueue<Opened> opened = new ConcurrentLinkedQueue<>();

    /** The database, with its sessions under watch. */
    Database track(Database database) {
        return watch(Database.class, database);
    }

    /** The lines that opened sessions which have not ended. */
    List<String> leaks() {
        return opened.stream()
                .filter(session -> !session.ended.getAsBoolean())
                .map(Opened::at)
                .toList();
    }

    private <T> T watch(Class<T> type, T target) {
        Object proxy = Proxy.newProxyInstance(
                SessionTracker.class.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    try {
                        return seen(method.getName(), method.invoke(target, arguments));
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        return type.cast(proxy);
    }

    private @Nullable Object seen(String method, @Nullable Object result) {
        if (result instanceof BlockingDatabase blocking) {
            return watch(BlockingDatabase.class, blocking);
        }
        if (method.equals("session")) {
            BooleanSupplier ended = ended(result);
            if (ended != null) {
                opened.add(new Opened(caller(), ended));
            }
        }
        return result;
    }

    private static @Nullable BooleanSupplier ended(@Nullable Object result) {
        if (result instanceof Session session) {
            return () -> over(session.status());
        }
        if (result instanceof BlockingSession session) {
            return () -> over(session.status());
        }
        return result instanceof CompletableFuture<?> work ? work::isDone : null;
    }

    /** A session that was never opened holds nothing. */
    private static boolean over(SessionStatus status) {
        return status == SessionStatus.NEW || status.ended();
    }

    /** The first line below the proxy, whose calls are those of the test. */
    private static String caller() {
        Optional<StackWalker.StackFrame> line = StackWalker.getInstance()
                .walk(frames -> frames.dropWhile(frame -> !isProxy(frame.getClassName()))
                        .filter(frame -> !isProxy(frame.getClassName()))
                        .findFirst());
        return line.map(Object::toString).orElse("an unknown line");
    }

    private static boolean isProxy(String className) {
        return className.contains("$Proxy");
    }
}
