package io.databased.jooq;

import static io.databased.jooq.Jooq.jooq;
import static io.databased.jooq.Oddities.ODDITIES;
import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectFrom;

import io.databased.jooq.Oddities.Mood;
import io.databased.jooq.Oddities.OddityRecord;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jooq.JSONB;
import org.jooq.Query;
import org.jooq.Record1;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** jOOQ queries in sessions of ours on PostgreSQL. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class PostgresTest {
    private PostgresStore store;

    @BeforeEach
    void open() throws SQLException {
        store = PostgresStore.create();
        PostgresCases.create(store.attached());
    }

    @AfterEach
    void close() throws SQLException {
        store.close();
    }

    private static Query insert(int id, @Nullable Mood mood, @Nullable String doc) {
        return insertInto(ODDITIES, ODDITIES.id, ODDITIES.mood, ODDITIES.tags, ODDITIES.doc)
                .values(id, mood, new String[] {"t" + id}, doc == null ? null : JSONB.jsonb(doc));
    }

    @Test
    void aBatchBindsConstantsArraysAndNulls() {
        List<Query> queries =
                List.of(insert(10, null, null), insert(11, Mood.sad, "{\"n\": 0.10}"), insert(12, Mood.happy, null));
        JooqBatch batch = JooqBatch.of(store.database().dialect(), queries);
        assertThat(await(store.database().executeMany(batch))).isEqualTo(3);
        Comparison.same(
                store.fetch(jooq(selectFrom(ODDITIES).orderBy(ODDITIES.id))),
                store.attached().fetch(selectFrom(ODDITIES).orderBy(ODDITIES.id)));
    }

    @Test
    void aChildSessionUndoesWhatItDid() {
        long kept = await(store.database()
                .session(session -> session.transaction(child -> child.execute(jooq(deleteFrom(ODDITIES)))
                                .thenCompose(deleted -> child.execute(jooq(insert(1, null, "no json")))))
                        .handle((done, failure) -> failure)
                        .thenCompose(failure -> session.fetchOne(
                                jooq(select(count()).from(ODDITIES)).map(Record1::value1)))
                        .thenApply(found -> (long) found.orElseThrow())));
        assertThat(kept).isEqualTo(2);
    }

    @Test
    void aStreamMapsItsRecords() {
        JooqBatch batch = JooqBatch.of(
                store.database().dialect(),
                IntStream.range(100, 1_100)
                        .mapToObj(id -> insert(id, Mood.sad, "[" + id + "]"))
                        .toList());
        await(store.database().executeMany(batch));
        List<OddityRecord> streamed = new ArrayList<>();
        await(store.database().forEach(jooq(selectFrom(ODDITIES).orderBy(ODDITIES.id)), streamed::add));
        assertThat(streamed).hasSize(1_002);
        assertThat(streamed.get(1_001).get(ODDITIES.doc)).isEqualTo(JSONB.jsonb("[1099]"));
    }
}
