package io.databased.testkit;

import static io.databased.Sql.sql;
import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.ConnectionFailedException;
import io.databased.Database;
import io.databased.InvalidQueryException;
import io.databased.PoolOptions;
import io.databased.Queryable;
import io.databased.Session;
import io.databased.SessionOptions;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is set on each new connection is there for everybody, whatever those before have done. */
public interface ConnectionInitContract extends DatabaseContract {
    /** A statement that gives a setting of the connection that value, from 1000 to 2000. */
    String setting(int value);

    /** A query for that value. */
    String settingQuery();

    private Database initialized(String... statements) {
        return open(builder().pool(PoolOptions.builder().maxSize(1).build()).connectionInitSql(statements));
    }

    private int value(Queryable on) {
        return await(on.fetchOne(sql(settingQuery()).value(Integer.class))).orElseThrow();
    }

    @Test
    @Tag("R22")
    default void everyNewConnectionHasIt() {
        try (Database database = initialized(setting(1001), setting(1002))) {
            Session writing = await(database.session().open());
            int ofWriter = value(writing);
            await(writing.close());
            Session reading = await(
                    database.session(SessionOptions.defaults().withReadOnly()).open());
            int ofReader = value(reading);
            await(reading.close());

            assertThat(List.of(ofWriter, ofReader, value(database))).containsOnly(1002);
        }
    }

    @Test
    @Tag("R22")
    @Tag("P15")
    default void itIsThereAgainWhenSomebodyHasChangedIt() {
        try (Database database = initialized(setting(1001))) {
            for (int changed = 1500; changed < 1503; changed++) {
                Session session = await(database.session().open());
                await(session.execute(setting(changed)));
                int seen = value(session);
                await(session.close());

                assertThat(seen).isEqualTo(changed);
                assertThat(value(database)).isEqualTo(1001);
            }
        }
    }

    @Test
    @Tag("R22")
    default void itIsThereAgainBehindAOneShot() {
        try (Database database = initialized(setting(1001))) {
            await(database.execute(setting(1500)));

            assertThat(value(database)).isEqualTo(1001);
            Session next = await(database.session().open());
            int seen = value(next);
            await(next.close());
            assertThat(seen).isEqualTo(1001);
        }
    }

    @Test
    @Tag("C9")
    default void connectSaysWhichStatementFailed() {
        Database database = builder()
                .connectionInitSql(setting(1001), "DELETE FROM nowhere WHERE secret = 'xyzzy'")
                .build();

        ConnectionFailedException failure = failure(database.connect(), ConnectionFailedException.class);

        assertThat(failure).hasMessageContaining("statement 2 of connectionInitSql (DELETE) failed: ");
        assertThat(failure.getMessage()).doesNotContain("xyzzy");
        assertThat(database.isConnected()).isFalse();
    }

    @Test
    default void whatCannotBeRightIsRefusedBeforeConnecting() {
        for (String refused : List.of(
                "BEGIN", "START TRANSACTION", "COMMIT", "SET autocommit = 0", "SELECT ?", "SELECT 1; SELECT 2", "")) {
            assertThatThrownBy(() -> builder().connectionInitSql(refused).build())
                    .as(refused)
                    .isInstanceOf(InvalidQueryException.class);
        }
    }
}
