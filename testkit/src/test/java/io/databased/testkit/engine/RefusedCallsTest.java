package io.databased.testkit.engine;

import static io.databased.Sql.sql;
import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.Database;
import io.databased.Dialect;
import io.databased.Query;
import io.databased.RenderedSql;
import io.databased.RowMapper;
import io.databased.Session;
import io.databased.SessionStatus;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Calls that are wrong in Java are refused where they are made; nothing is sent, and the session goes on. */
@Tag("R36")
final class RefusedCallsTest extends ScriptedTest {
    @SuppressWarnings("NullAway") // what a user may do whose compiler does not look after null
    @Test
    void nullIsRefusedAtTheCall() {
        Database database = connected();
        Session session = await(database.session().open());
        Consumer<Object> none = null;
        Class<Object> noType = null;

        assertThatThrownBy(() -> session.forEach(sql("SELECT 1"), none)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> session.blocking().forEach(sql("SELECT 1"), none))
                .isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> session.unwrap(noType)).isInstanceOf(NullPointerException.class);

        assertThat(session.status()).isEqualTo(SessionStatus.OPEN);
        await(session.close());
    }

    @Test
    void queryThatFailsToSayWhetherItsMappingIsBriefIsNotSent() {
        IllegalStateException failure = new IllegalStateException("of the query");
        Query<Integer> query = new Query<>() {
            @Override
            public RenderedSql render(Dialect dialect) {
                return RenderedSql.of("SELECT 1");
            }

            @Override
            public RowMapper<Integer> mapper(Dialect dialect) {
                return row -> 1;
            }

            @Override
            public boolean mapsInPlace() {
                throw failure;
            }
        };
        Database database = connected();

        assertThatThrownBy(() -> database.fetchAll(query)).isSameAs(failure);
    }
}
