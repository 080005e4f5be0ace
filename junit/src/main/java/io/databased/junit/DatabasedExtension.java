package io.databased.junit;

import io.databased.BlockingDatabase;
import io.databased.BlockingSession;
import io.databased.Database;
import io.databased.DatabaseBuilder;
import io.databased.DatabaseUrl;
import io.databased.Session;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands each test a {@link Database} or a {@link BlockingDatabase} whose changes are gone after the test, or a {@link Session}
 * or {@link BlockingSession} on it that is open.
 *
 * <pre>{@code
 * class MovieTest {
 *     @RegisterExtension
 *     static final DatabasedExtension MOVIES = DatabasedExtension.of("sqlite:///:memory:").script("/schema.sql");
 *
 *     @Test
 *     void findsMovies(BlockingDatabase movies) {
 *         // …
 *     }
 * }
 * }</pre>
 *
 * <p>Each test has a database of its own, in {@linkplain DatabaseBuilder#forceRollback() force-rollback}; several parameters are
 * views of the same one. The URL of an in-memory database gives each test an empty one: fill it with {@link #script} or {@link
 * #prepared}. Parameters of constructors and of {@code @BeforeAll} methods are refused, unless the database is one {@link
 * #perClass() for the whole class}.
 *
 * <p>Several databases have {@linkplain #named names}.
 *
 * <p>A test fails if it leaves something open: a session, a stream, a statement that has no answer yet. It fails, too, if a
 * statement or a session has failed and the test never looked at the future. The message has the line of the call.
 *
 * <p>Works with JUnit 5.12 and newer, and JUnit 6. Immutable; each method returns a changed copy.
 */
public final class DatabasedExtension
        implements ParameterResolver, BeforeAllCallback, AfterEachCallback, AfterAllCallback {
    private static final Namespace OF_CLASS = Namespace.create(DatabasedExtension.class, "class");
    private static final Namespace OF_TEST = Namespace.create(DatabasedExtension.class, "test");
    private static final Set<Class<?>> TYPES =
            Set.of(Database.class, BlockingDatabase.class, Session.class, BlockingSession.class);

    private final Supplier<DatabaseBuilder> builders;
    private final Consumer<DatabaseUrl> migration;
    private final BiConsumer<Class<?>, Database> preparation;
    private final boolean perClass;
    private final @Nullable String name;

    /** JUnit calls it for {@code @ExtendWith}, which knows no database. */
    @SuppressWarnings("unused")
    private DatabasedExtension() {
        throw new ExtensionConfigurationException(
                "@ExtendWith(DatabasedExtension.class) does not say which database; write"
                        + " @RegisterExtension static final DatabasedExtension MOVIES ="
                        + " DatabasedExtension.of(\"sqlite:///:memory:\")");
    }

    private DatabasedExtension(
            Supplier<DatabaseBuilder> builders,
            Consumer<DatabaseUrl> migration,
            BiConsumer<Class<?>, Database> preparation,
            boolean perClass,
            @Nullable String name) {
        this.builders = builders;
        this.migration = migration;
        this.preparation = preparation;
        this.perClass = perClass;
        this.name = name;
    }

    /** Databases at the URL, with default settings. */
    public static DatabasedExtension of(String url) {
        return of(() -> Database.builder(url));
    }

    /** Databases as built; force-rollback is added. */
    public static DatabasedExtension of(Supplier<DatabaseBuilder> builders) {
        return new DatabasedExtension(
                Objects.requireNonNull(builders, "builders"), url -> {}, (test, database) -> {}, false, null);
    }

    /**
     * With something done once before the tests of a class, outside of what is rolled back, so that it stays: for Flyway and
     * Liquibase, which have connections of their own. An in-memory database is not there yet; prepare that one.
     *
     * @param work gets the URL; {@link DatabaseUrl#toJdbcUrl()} is the one for JDBC
     */
    public DatabasedExtension migrated(Consumer<? super DatabaseUrl> work) {
        Objects.requireNonNull(work, "work");
        return new DatabasedExtension(builders, migration.andThen(work), preparation, perClass, name);
    }

    /** With something done to each database before its test; it is rolled back like the test itself. May be called again. */
    public DatabasedExtension prepared(Consumer<? super Database> work) {
        Objects.requireNonNull(work, "work");
        return prepared((test, database) -> work.accept(database));
    }

    /**
     * With the statements of a script run on each database before its test, see {@link Database#executeScript}. May be called
     * again.
     *
     * @param resource a file on the class path: {@code "/schema.sql"}, or without the slash beside the test class
     */
    public DatabasedExtension script(String resource) {
        Objects.requireNonNull(resource, "resource");
        return prepared((test, database) -> Scripts.run(test, resource, database));
    }

    private DatabasedExtension prepared(BiConsumer<Class<?>, Database> work) {
        return new DatabasedExtension(builders, migration, preparation.andThen(work), perClass, name);
    }

    /**
     * With one database for all tests of a class, nested classes included: a test sees what the tests before it did, and all is
     * rolled back after the last one. Constructors and {@code @BeforeAll} methods may have parameters then. The field of the
     * extension must be static.
     */
    public DatabasedExtension perClass() {
        return new DatabasedExtension(builders, migration, preparation, true, name);
    }

    /**
     * With a name, for test classes with several databases: parameters with {@link NamedDatabase} are of the extension with that
     * name, parameters without it of the one that has none.
     */
    public DatabasedExtension named(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("the name of a database must not be blank");
        }
        return new DatabasedExtension(builders, migration, preparation, perClass, name);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        Names.add(name, context);
        Store store = context.getStore(OF_CLASS);
        if (store.get(this) == null) { // else there is one, of the class around this one
            migrate();
            store.put(this, new TestClass());
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return TYPES.contains(parameter.getParameter().getType()) && Names.match(this, name, parameter, context);
    }

    /**
     * {@inheritDoc} Refused in a constructor, and in methods that run once for all tests, unless the database is there for the
     * whole class: what they did would be there for all tests, and be rolled back after none. A session is always one of a test.
     */
    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        boolean ofTest = context.getTestMethod().isPresent() && parameter.getDeclaringExecutable() instanceof Method;
        boolean session = type == Session.class || type == BlockingSession.class;
        if (!ofTest && (session || !perClass)) {
            throw new ParameterResolutionException(parameter.getDeclaringExecutable() + " cannot have a "
                    + type.getSimpleName()
                    + ", because it does not belong to one test, after which everything is rolled back; take it as a"
                    + " parameter of the test or of a @BeforeEach method, or fill the database with prepared(…)"
                    + (session ? "" : ", or have one database for all tests by perClass()"));
        }
        if (perClass && parameter.getDeclaringExecutable() instanceof Constructor) {
            beforeAll(context); // JUnit makes the instance ahead of it if there is one for the whole class
        }
        return (perClass ? ofClass(context) : ofTest(context)).view(type);
    }

    private TestDatabase ofClass(ExtensionContext context) {
        TestClass all = context.getStore(OF_CLASS).get(this, TestClass.class);
        if (all == null) {
            throw new ParameterResolutionException(
                    "a database for the whole class needs an extension for the whole class; make its field static");
        }
        return all.database(() -> open(context));
    }

    private TestDatabase ofTest(ExtensionContext context) {
        Store store = context.getStore(OF_TEST);
        TestDatabase database = store.get(this, TestDatabase.class);
        if (database == null) {
            if (context.getStore(OF_CLASS).get(this) == null) { // the field is not static
                migrate();
            }
            database = open(context);
            store.put(this, database);
        }
        return database;
    }

    private void migrate() {
        migration.accept(builders.get().build().url());
    }

    private TestDatabase open(ExtensionContext context) {
        return TestDatabase.open(
                builders.get().forceRollback().build(),
                database -> preparation.accept(context.getRequiredTestClass(), database));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        TestDatabase own = context.getStore(OF_TEST).remove(this, TestDatabase.class);
        if (own != null) {
            try (own) {
                own.endTest();
            }
        }
        TestClass all = context.getStore(OF_CLASS).get(this, TestClass.class);
        if (all != null) {
            all.endTest();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        TestClass all = context.getStore(OF_CLASS).remove(this, TestClass.class);
        if (all != null) {
            all.close();
        }
    }

    /** What the tests of a class have together: a database, as soon as one of them asks for it. */
    private static final class TestClass {
        private @Nullable TestDatabase database;

        synchronized TestDatabase database(Supplier<TestDatabase> opener) {
            TestDatabase open = database == null ? opener.get() : database;
            database = open;
            return open;
        }

        synchronized void endTest() {
            if (database != null) {
                database.endTest();
            }
        }

        synchronized void close() {
            if (database != null) {
                try (TestDatabase closing = database) {
                    closing.endTest(); // what @BeforeAll and @AfterAll methods left
                }
            }
        }
    }
}
