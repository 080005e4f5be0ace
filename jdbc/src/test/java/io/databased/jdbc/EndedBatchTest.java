package io.databased.jdbc;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.PoolOptions;
import io.databased.Session;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A batch that ends the transaction of its session on the way, and fails, has nothing to be undone any more. */
public class EndedBatchTest {
    /** Called by the database. */
    public static int failing(Connection connection) throws SQLException {
        connection.commit();
        throw new SQLException("too late", "45000");
    }

    @Test
    @Tag("R15")
    @Tag("R22")
    void savepointOfTheBatchIsNoneOfTheNextStatement() {
        PoolOptions one = PoolOptions.builder().maxSize(1).build();
        try (Database database = Database.builder("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1")
                .pool(one)
                .build()) {
            await(database.connect());
            await(database.execute("CREATE TABLE t (v VARCHAR(20))"));
            await(database.execute("CREATE ALIAS failing FOR '" + getClass().getName() + ".failing'"));
            long created = database.stats().turnover().created();
            Session session = await(database.session().open());
            await(session.execute("INSERT INTO t VALUES ('before')"));

            StatementException ended = failure(
                    session.executeMany(
                            "INSERT INTO t SELECT CAST(? AS VARCHAR) WHERE failing() = 1",
                            List.of(List.of("a"), List.of("b"))),
                    StatementException.class);
            await(session.close());

            assertThat(ended.kind()).isEqualTo(Kind.TRANSACTION_ENDED);
            StatementException refused =
                    failure(database.execute("INSERT INTO nowhere VALUES (1)"), StatementException.class);
            assertThat(refused.kind()).isEqualTo(Kind.OBJECT);
            assertThat(database.stats().turnover().created()).isEqualTo(created);
        }
    }
}
