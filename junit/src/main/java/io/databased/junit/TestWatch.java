package io.databased.junit;

import io.databased.BlockingDatabase;
import io.databased.BlockingSession;
import io.databased.Database;
import io.databased.Session;
import io.databased.SessionFailedException;
import io.databased.SessionStatus;
import io.databased.StatementException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Sees what a test begins, and remembers the line that did. */
final class TestWatch {
    /** Something that a test has to end. */
    private record Begun(String what, BooleanSupplier ended, Runnable end) {}

    private record Asked(String at, WatchedFuture<?> future) {}

    /** The library ends these by itself. */
    private static final Set<String> ENDINGS = Set.of("close", "cancel", "disconnect");

    private final Queue<Begun> begun = new ConcurrentLinkedQueue<>();
    private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();

    /** The object, under watch, and what its methods give. */
    <T> T of(Class<T> type, T target) {
        Object proxy = Proxy.newProxyInstance(
                TestWatch.class.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> call(self, target, method, arguments));
        return type.cast(proxy);
    }

    private @Nullable Object call(Object self, Object target, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (method.getName().equals("equals") && method.getDeclaringClass() == Object.class && arguments != null) {
            return self == arguments[0];
        }
        Object result;
        try {
            result = method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
        return result == target ? self : seen(self, target, method.getName(), result);
    }

    private @Nullable Object seen(Object self, Object target, String method, @Nullable Object result) {
        if (result instanceof BlockingDatabase database) {
            return of(BlockingDatabase.class, database);
        }
        if (result instanceof Database database) {
            return of(Database.class, database);
        }
        if (result instanceof Session session) {
            begun(method, () -> over(session.status()), session::cancel);
            return of(Session.class, session);
        }
        if (result instanceof BlockingSession session) {
            begun(method, () -> over(session.status()), session.async()::cancel);
            return of(BlockingSession.class, session);
        }
        if (result instanceof Flow.Publisher<?> rows) {
            return stream(rows);
        }
        return result instanceof CompletableFuture<?> future ? future(self, target, method, future) : result;
    }

    private void begun(String method, BooleanSupplier ended, Runnable end) {
        if (method.equals("session") || method.equals("transaction")) { // else it is a view of one that was seen
            begun.add(new Begun("a session was opened at " + caller(), ended, end));
        }
    }

    /** A session that was never opened holds nothing. */
    private static boolean over(SessionStatus status) {
        return status == SessionStatus.NEW || status.ended();
    }

    private <T> Flow.Publisher<T> stream(Flow.Publisher<T> rows) {
        String at = caller();
        return subscriber -> {
            WatchedRows<T> watched = new WatchedRows<>(subscriber);
            begun.add(new Begun("stream(…) was called at " + at, watched::ended, watched::cancel));
            rows.subscribe(watched);
        };
    }

    private <T> CompletableFuture<T> future(Object self, Object target, String method, CompletableFuture<T> future) {
        @SuppressWarnings("unchecked") // it stands for the target, so it is of its type
        UnaryOperator<T> view = value -> value == target ? (T) self : value;
        WatchedFuture<T> watched = new WatchedFuture<>(future, view);
        String at = caller();
        if (!ENDINGS.contains(method)) {
            begun.add(new Begun(method + "(…) was called at " + at, future::isDone, () -> future.cancel(true)));
        }
        asked.add(new Asked(at, watched));
        return watched;
    }

    /** Ends what has not ended, and says what a test should have done. */
    List<AssertionError> endTest() {
        List<AssertionError> complaints = new ArrayList<>();
        for (Begun begun = this.begun.poll(); begun != null; begun = this.begun.poll()) {
            if (!begun.ended.getAsBoolean()) {
                begun.end.run();
                complaints.add(new AssertionError(
                        begun.what + " and had not ended when the test did; close it, or wait for the" + " future"));
            }
        }
        for (Asked asked = this.asked.poll(); asked != null; asked = this.asked.poll()) {
            Throwable failure = asked.future.unseen();
            if (failure != null && !isConsequence(failure)) {
                complaints.add(new AssertionError(
                        "the test never looked at a failure of what it began at " + asked.at + ": "
                                + failure.getMessage() + "; wait for the future, or say what is done with its failure",
                        failure));
            }
        }
        return complaints;
    }

    /** Of something that the test did, or that it is told by another future. */
    private static boolean isConsequence(Throwable failure) {
        return failure instanceof CancellationException
                || failure instanceof SessionFailedException
                || (failure instanceof StatementException refused
                        && refused.kind() == StatementException.Kind.CANCELLED);
    }

    /** The first line below the proxy, whose calls are those of the test. */
    private static String caller() {
        return StackWalker.getInstance()
                .walk(frames -> frames.dropWhile(frame -> !isProxy(frame.getClassName()))
                        .filter(frame -> !isProxy(frame.getClassName()))
                        .findFirst())
                .map(Object::toString)
                .orElse("an unknown line");
    }

    private static boolean isProxy(String className) {
        return className.contains("$Proxy");
    }
}
