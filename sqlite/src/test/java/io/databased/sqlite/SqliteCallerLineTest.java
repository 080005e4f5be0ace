package io.databased.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.databased.BlockingDatabase;
import io.databased.Database;
import io.databased.Sql;
import io.databased.StatementException;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The failure of a caller that waits is made while it waits, on its own thread or on the connection's. */
class SqliteCallerLineTest {
    @TempDir
    private Path directory;

    private BlockingDatabase database;

    @BeforeEach
    void connect() {
        database = Database.of("sqlite:///" + directory.resolve("lines.sqlite"))
                .blocking()
                .connect();
    }

    @AfterEach
    void disconnect() {
        database.disconnect();
    }

    @Test
    void readOnTheCallersThreadNamesItsLine() {
        namesThisMethod("readOnTheCallersThreadNamesItsLine", () -> database.fetchOne(Sql.sql("SELECT nothing")));
    }

    @Test
    void writeOnTheConnectionsThreadNamesItsLine() {
        namesThisMethod("writeOnTheConnectionsThreadNamesItsLine", () -> database.execute("DELETE FROM nothing"));
    }

    @Test
    void statementThatIsAloneOnItsConnectionNamesItsLine() {
        namesThisMethod(
                "statementThatIsAloneOnItsConnectionNamesItsLine", () -> database.execute("DROP TABLE nothing"));
    }

    @Test
    void statementOfASessionNamesTheLineInIt() {
        namesThisMethod(
                "statementOfASessionNamesTheLineInIt",
                () -> database.session(session -> session.execute("DELETE FROM nothing")));
    }

    private static void namesThisMethod(String method, ThrowingCallable call) {
        StatementException failure = catchThrowableOfType(StatementException.class, call);

        assertThat(failure).hasMessageContaining("; at SqliteCallerLineTest.lambda$" + method);
        assertThat(failure.getStackTrace())
                .filteredOn(frame -> frame.getMethodName().equals("namesThisMethod"))
                .as("the stack of the caller, once")
                .hasSize(1);
        StackTraceElement innermost = failure.getStackTrace()[0];
        assertThat(innermost.getMethodName()).contains(method);
        assertThat(innermost.toString()).startsWith(SqliteCallerLineTest.class.getName());
    }
}
