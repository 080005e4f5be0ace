package io.databased.testkit.engine;

import static io.databased.Sql.sql;
import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.BlockingSession;
import io.databased.Database;
import io.databased.Dialect;
import io.databased.Query;
import io.databased.RenderedSql;
import io.databased.RowMapper;
import io.databased.Session;
import io.databased.SessionOptions;
import io.databased.SessionStatus;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
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

    @SuppressWarnings("NullAway") // as above
    @Test
    void nullIsRefusedByItsName() {
        Database database = connected();
        Session session = await(database.session().open());
        List<Object> values = null;
        String script = null;
        SessionOptions options = null;
        Function<Session, CompletionStage<Void>> work = null;
        BlockingSession.Work<Void, RuntimeException> blockingWork = null;

        assertThatThrownBy(() -> session.executeMany("UPDATE a", values)).hasMessage("values");
        assertThatThrownBy(() -> session.blocking().executeMany("UPDATE a", values))
                .hasMessage("values");
        assertThatThrownBy(() -> session.executeScript(script)).hasMessage("script");
        assertThatThrownBy(() -> session.blocking().executeScript(script)).hasMessage("script");
        assertThatThrownBy(() -> database.session(options)).hasMessage("options");
        assertThatThrownBy(() -> database.session(options, work)).hasMessage("options");
        assertThatThrownBy(() -> database.session(work)).hasMessage("work");
        assertThatThrownBy(() -> session.transaction(options)).hasMessage("options");
        assertThatThrownBy(() -> session.transaction(work)).hasMessage("work");
        assertThatThrownBy(() -> database.blocking().session(options, blockingWork))
                .hasMessage("options");
        assertThatThrownBy(() -> database.blocking().session(blockingWork)).hasMessage("work");
        assertThatThrownBy(() -> session.blocking().transaction(blockingWork)).hasMessage("work");

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
