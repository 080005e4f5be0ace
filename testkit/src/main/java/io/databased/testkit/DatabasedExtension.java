package io.databased.testkit;

import io.databased.Database;
import io.databased.DatabaseBuilder;
import io.databased.Session;
import java.lang.reflect.Constructor;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands each test a {@link Database} whose changes are gone after the test, or a {@link Session} on it that is open. A
 * test that leaves a session open fails, and is told the line that opened it.
 *
 * <pre>{@code
 * class MovieTest {
 *     @RegisterExtension
 *     static final DatabasedExtension MOVIES = DatabasedExtension.of("sqlite:///movies.sqlite");
 *
 *     @Test
 *     void findsMovies(Database database) {
 *         // …
 *     }
 * }
 * }</pre>
 *
 * Each test has a database of its own, in force-rollback; with both parameters, the session is one of that database. The
 * URL of an in-memory database gives each test an empty one: fill it with {@link #prepared}. Parameters of constructors and of
 * {@code @BeforeAll} methods are refused.
 */
public final class DatabasedExtension implements ParameterResolver, AfterEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(DatabasedExtension.class);

    private final Supplier<DatabaseBuilder> builders;
    private final Consumer<? super Database> preparation;

    private DatabasedExtension(Supplier<DatabaseBuilder> builders, Consumer<? super Database> preparation) {
        this.builders = builders;
        this.preparation = preparation;
    }

    /** Databases at the URL, with default settings. */
    public static DatabasedExtension of(String url) {
        return of(() -> Database.builder(url));
    }

    /** Databases as built; force-rollback is added. */
    public static DatabasedExtension of(Supplier<DatabaseBuilder> builders) {
        return new DatabasedExtension(builders, database -> {});
    }

    /** The same, with something done to each database before its test; it is rolled back like the test itself. */
    public DatabasedExtension prepared(Consumer<? super Database> preparation) {
        return new DatabasedExtension(builders, preparation);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Database.class || type == Session.class;
    }

    /**
     * {@inheritDoc} Refused in a constructor, and in methods that run once for all tests: what they did would be there for all
     * of them, and be rolled back after none.
     */
    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        if (context.getTestMethod().isEmpty() || parameter.getDeclaringExecutable() instanceof Constructor<?>) {
            throw new ParameterResolutionException(parameter.getDeclaringExecutable() + " cannot have a "
                    + parameter.getParameter().getType().getSimpleName()
                    + ", because it does not belong to one test, after which everything is rolled back; take it as a"
                    + " parameter of the test or of a @BeforeEach method, or fill the database with prepared(…)");
        }
        Lease lease = context.getStore(NAMESPACE).get(this, Lease.class);
        if (lease == null) {
            lease = lease();
            context.getStore(NAMESPACE).put(this, lease);
        }
        return parameter.getParameter().getType() == Database.class ? lease.database : lease.session();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Lease lease = context.getStore(NAMESPACE).remove(this, Lease.class);
        if (lease != null) {
            lease.end();
        }
    }

    private Lease lease() {
        Database database = builders.get().forceRollback().build();
        try {
            Futures.await(database.connect());
            preparation.accept(database);
        } catch (RuntimeException | Error e) {
            database.close();
            throw e;
        }
        return new Lease(database);
    }

    /** What one test has. */
    private static final class Lease {
        private final Database real;
        private final SessionTracker tracker = new SessionTracker();
        private final Database database;
        private @Nullable Session session;

        Lease(Database real) {
            this.real = real;
            this.database = tracker.track(real);
        }

        Session session() {
            if (session == null) {
                // Not under watch: it is ended here, whatever the test does to it.
                session = Futures.await(real.session().open());
            }
            return session;
        }

        /** Whatever leaked, the database is closed, so that one bad test does not spoil the next. */
        void end() {
            List<String> leaks;
            try (real) {
                leaks = tracker.endLeaks();
                if (session != null) {
                    Futures.await(session.close());
                }
            }
            LeakCheck.assertNoThreads();
            if (!leaks.isEmpty()) {
                throw new AssertionError("the test ended before its sessions did; they were opened at " + leaks
                        + ": close them, or use session(work) and wait for its future");
            }
        }
    }
}
