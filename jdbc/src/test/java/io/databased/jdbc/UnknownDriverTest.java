package io.databased.jdbc;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.DatabaseBuilder;
import io.databased.DatabaseUrl;
import io.databased.Session;
import io.databased.SessionFailedException;
import io.databased.Sql;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.sql.Types;
import java.sql.Wrapper;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Drivers of which nothing is known, as they may answer; behind them is H2. */
final class UnknownDriverTest {
    /** What a method of the driver does in place of what H2's does. */
    private interface Answer {
        Object of(Object target, Object[] arguments) throws Throwable;
    }

    private final Map<String, Answer> answers = new HashMap<>();
    private final Database database = DatabaseBuilder.of(
                    DatabaseUrl.parse("jdbc:other:x"), JdbcBackend.of(source(), "other"))
            .build();

    @BeforeEach
    void connect() {
        await(database.connect());
        await(database.execute("CREATE TABLE t (v VARCHAR(20))"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private DataSource source() {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        return (DataSource) proxy(h2, DataSource.class);
    }

    private Object proxy(Object target, Class<?> type) {
        return Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    Answer answer = answers.get(method.getName());
                    Object result = answer == null ? call(target, method, arguments) : answer.of(target, arguments);
                    Class<?> given = method.getReturnType();
                    boolean ofDriver = given != Object.class && Wrapper.class.isAssignableFrom(given);
                    return ofDriver && result != null ? proxy(result, given) : result;
                });
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static Object fails(SQLException failure) throws SQLException {
        throw failure;
    }

    @Test
    @Tag("R15")
    void savepointThatIsGoneEndsTheSession() {
        answers.put("releaseSavepoint", (target, arguments) -> fails(new SQLException("invalid savepoint", "3B001")));
        Session session = await(database.session().open());
        await(session.execute("INSERT INTO t VALUES ('before')"));

        StatementException failure = failure(session.execute("CALL 1"), StatementException.class);

        assertThat(failure.kind()).isEqualTo(Kind.TRANSACTION_ENDED);
        failure(session.commit(), SessionFailedException.class);
        await(session.close());
        assertThat(failure(
                                database.session(open -> open.forEach(Sql.sql("CALL 1"), row -> {})),
                                StatementException.class)
                        .kind())
                .isEqualTo(Kind.TRANSACTION_ENDED);
    }

    @Test
    void savepointThatCannotBeReleasedTellsNothing() {
        answers.put("releaseSavepoint", (target, arguments) -> fails(new SQLFeatureNotSupportedException("no")));

        await(database.session(session -> session.execute("CALL 1")
                .thenCompose(called -> session.execute("CALL 1"))
                .thenCompose(called -> session.execute("INSERT INTO t VALUES ('kept')"))));

        assertThat(await(database.fetchAll("SELECT v FROM t"))).hasSize(1);
    }

    /** As HSQLDB's driver does for a table without keys: it gives the rows of the run before. */
    @Test
    void keysThatAreClosedAreNone() {
        answers.put("getGeneratedKeys", (target, arguments) -> {
            java.sql.ResultSet keys = (java.sql.ResultSet)
                    call(target, java.sql.Statement.class.getMethod("getGeneratedKeys"), arguments);
            keys.close();
            return keys;
        });

        assertThat(await(database.execute("INSERT INTO t VALUES ('a')")).affectedRows())
                .isOne();
        assertThat(await(database.fetchAll("SELECT v FROM t"))).hasSize(1);
    }

    @Test
    void countsAreAsGreatAsTheyAre() {
        answers.put("executeLargeBatch", (target, arguments) -> new long[] {3_000_000_000L, 4_000_000_000L});
        answers.put("getLargeUpdateCount", (target, arguments) -> 5_000_000_000L);

        assertThat(await(database.executeMany("INSERT INTO t VALUES (?)", List.of(List.of("a"), List.of("b")))))
                .isEqualTo(7_000_000_000L);
        assertThat(await(database.execute("UPDATE t SET v = v")).affectedRows()).isEqualTo(5_000_000_000L);
    }

    @Test
    void driversWithoutGreatCountsAreAskedForTheOthers() {
        answers.put("executeLargeBatch", (target, arguments) -> {
            throw new UnsupportedOperationException();
        });
        answers.put("getLargeUpdateCount", (target, arguments) -> fails(new SQLFeatureNotSupportedException()));

        assertThat(await(database.executeMany("INSERT INTO t VALUES (?)", List.of(List.of("a"), List.of("b")))))
                .isEqualTo(2);
        assertThat(await(database.execute("UPDATE t SET v = v")).affectedRows()).isEqualTo(2);
    }

    @Test
    void batchWhoseRowsTheDriverDoesNotCountIsUndone() {
        answers.put("executeLargeBatch", (target, arguments) -> {
            call(target, Statement.class.getMethod("executeLargeBatch"), arguments);
            return new long[] {1, Statement.SUCCESS_NO_INFO};
        });
        List<List<String>> rows = List.of(List.of("first"), List.of("second"));

        StatementException alone =
                failure(database.executeMany("INSERT INTO t VALUES (?)", rows), StatementException.class);
        StatementException inSession = failure(
                database.session(session -> session.executeMany("INSERT INTO t VALUES (?)", rows)),
                StatementException.class);

        assertThat(List.of(alone, inSession)).allSatisfy(failure -> {
            assertThat(failure.kind()).isEqualTo(Kind.UNSUPPORTED);
            assertThat(failure).hasMessageStartingWith("the driver does not tell how many rows a batch has changed");
        });
        assertThat(await(database.fetchAll("SELECT v FROM t"))).isEmpty();
    }

    /** As Oracle's gives a cursor. */
    @Test
    void resultOfSeveralRowsInAColumnIsRefused() throws SQLException {
        try (Connection rows = DriverManager.getConnection("jdbc:h2:mem:")) {
            answers.put("getColumnType", (target, arguments) -> Types.REF_CURSOR);
            answers.put(
                    "getObject", (target, arguments) -> rows.createStatement().executeQuery("VALUES 1, 2"));
            assertThat(failure(database.fetchAll("SELECT v FROM t UNION ALL SELECT 'x'"), StatementException.class))
                    .hasMessageContaining("holds a result of several rows");

            answers.put(
                    "getObject", (target, arguments) -> rows.createStatement().executeQuery("VALUES (1, 2)"));
            assertThat(await(database.fetchAll("SELECT 'x' AS v"))).hasSize(1);
        }
    }
}
