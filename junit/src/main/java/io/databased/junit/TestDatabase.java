package io.databased.junit;

import io.databased.BlockingDatabase;
import io.databased.BlockingSession;
import io.databased.Database;
import io.databased.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A database that tests use, under watch. Closing it rolls everything back. */
final class TestDatabase implements AutoCloseable {
    private final Database real;
    private final TestWatch watch = new TestWatch();
    private @Nullable Session session;

    private TestDatabase(Database real) {
        this.real = real;
    }

    static TestDatabase open(Database database, Consumer<Database> preparation) {
        try {
            Waiting.join(database.connect());
            preparation.accept(database);
        } catch (RuntimeException | Error e) {
            database.close();
            throw e;
        }
        return new TestDatabase(database);
    }

    /** What a parameter of the type is. */
    Object view(Class<?> type) {
        if (type == Database.class) {
            return watch.of(Database.class, real);
        }
        if (type == BlockingDatabase.class) {
            return watch.of(BlockingDatabase.class, real.blocking());
        }
        if (session == null) {
            session = Waiting.join(real.session().open()); // ended here, whatever the test does to it
        }
        return type == Session.class
                ? watch.of(Session.class, session)
                : watch.of(BlockingSession.class, session.blocking());
    }

    /** Ends what the test has left open, so that one bad test does not spoil the next. */
    void endTest() {
        List<AssertionError> complaints = new ArrayList<>(watch.endTest());
        if (session != null) {
            Waiting.join(session.close());
            session = null;
        }
        if (!complaints.isEmpty()) {
            AssertionError first = complaints.remove(0);
            complaints.forEach(first::addSuppressed);
            throw first;
        }
    }

    @Override
    public void close() {
        real.close();
    }
}
