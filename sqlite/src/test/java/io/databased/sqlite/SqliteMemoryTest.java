package io.databased.sqlite;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.ConnectionFailedException;
import io.databased.Database;
import io.databased.Session;
import io.databased.SessionOptions;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Databases that end with their one connection. */
final class SqliteMemoryTest {
    private static final String COUNT = "SELECT count(*) AS n FROM kept";

    @ParameterizedTest
    @ValueSource(strings = {"sqlite:///:memory:", "sqlite://"})
    @Tag("R34")
    void lossOfTheConnectionIsNotHidden(String url) throws SQLException {
        Database database = await(Database.of(url).connect());
        await(database.execute("CREATE TABLE kept (n int)"));

        Session session = await(database.session(SessionOptions.defaults()).open());
        await(session.unwrap(Connection.class)).close();
        await(session.cancel());

        assertThat(failure(database.fetchAll(COUNT), ConnectionFailedException.class))
                .hasMessageContaining("so the data is gone");
        assertThat(failure(database.session().open(), ConnectionFailedException.class))
                .hasMessageContaining("so the data is gone");

        await(database.disconnect());
        await(database.connect());
        assertThat(failure(database.fetchAll(COUNT), StatementException.class).kind())
                .isEqualTo(Kind.OBJECT);
        await(database.disconnect());
    }
}
