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
    private record Opened(String at, BooleanSupplier ended, Runnable end) {}

    private final ConcurrentLinkedQueue<Opened> opened = new ConcurrentLinkedQueue<>();

    /** The database, with its sessions under watch. */
    Database track(Database database) {
        return watch(Database.class, database);
    }

    /** Ends the sessions that have not ended, and gives the lines that opened them. */
    List<String> endLeaks() {
        List<Opened> leaks =
                opened.stream().filter(session -> !session.ended.getAsBoolean()).toList();
        leaks.forEach(session -> session.end.run());
        return leaks.stream().map(Opened::at).toList();
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
            Opened session = opened(result);
            if (session != null) {
                opened.add(session);
            }
        }
        return result;
    }

    private static @Nullable Opened opened(@Nullable Object result) {
        if (result instanceof Session session) {
            return new Opened(caller(), () -> over(session.status()), () -> Futures.await(session.cancel()));
        }
        if (result instanceof BlockingSession session) {
            return new Opened(caller(), () -> over(session.status()), session::cancel);
        }
        return result instanceof CompletableFuture<?> work
                ? new Opened(caller(), work::isDone, () -> work.cancel(true))
                : null;
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
