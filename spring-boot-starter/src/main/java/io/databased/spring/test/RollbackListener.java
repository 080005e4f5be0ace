package io.databased.spring.test;

import io.databased.BlockingSession;
import io.databased.SessionOptions;
import io.databased.spring.boot.ManagedDatabase;
import java.util.ArrayDeque;
import java.util.Deque;
import org.springframework.core.Ordered;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;

/** Opens a session on each database of the context before a test, and cancels it afterwards. */
final class RollbackListener implements TestExecutionListener, Ordered {
    private static final String SESSIONS = RollbackListener.class.getName();

    /** Around the transactions of tests, which Spring's own listener opens at 4000. */
    @Override
    public int getOrder() {
        return 3500;
    }

    @Override
    public void beforeTestMethod(TestContext test) {
        Deque<BlockingSession> sessions = new ArrayDeque<>();
        test.setAttribute(SESSIONS, sessions);
        SessionOptions options =
                SessionOptions.named("test " + test.getTestMethod().getName());
        test.getApplicationContext()
                .getBeansOfType(ManagedDatabase.class)
                .values()
                .forEach(managed -> sessions.push(around(managed, options)));
    }

    private static BlockingSession around(ManagedDatabase managed, SessionOptions options) {
        if (!managed.isRolledBack()) {
            throw new IllegalStateException("@DatabasedTest cannot roll back the database '" + managed.name()
                    + "', because the application makes it itself; leave it to the property databased.url");
        }
        BlockingSession session = managed.database().blocking().session(options).open();
        session.fetchOne("SELECT 1"); // its savepoint goes with its first statement
        return session;
    }

    @Override
    public void afterTestMethod(TestContext test) {
        if (test.removeAttribute(SESSIONS) instanceof Deque<?> sessions) {
            sessions.forEach(session -> ((BlockingSession) session).close());
        }
    }
}
