package io.databased.jooq;

import static io.databased.jooq.Jooq.jooq;
import static io.databased.jooq.Movies.MOVIES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;

import io.databased.Dialect;
import io.databased.Query;
import io.databased.RenderedSql;
import io.databased.Row;
import io.databased.RowMapper;
import io.databased.jooq.Movies.Genre;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jooq.Record;
import org.jooq.Select;
import org.junit.jupiter.api.Test;

class SharingTest {
    private static final int THREADS = 4;
    private static final int RUNS = 10_000;
    private static final List<Dialect> DIALECTS =
            List.of(new NamedDialect("sqlite"), new NamedDialect("h2"), new NamedDialect("postgresql"));

    @Test
    void oneQueryRunsOnManyThreadsAndDatabasesAtOnce() throws Exception {
        Select<?> select = select(MOVIES.genre, MOVIES.year)
                .from(MOVIES)
                .where(MOVIES.title.eq("x"))
                .and(row(MOVIES.id, MOVIES.genre).eq(7, Genre.DRAMA));
        List<RenderedSql> expected =
                DIALECTS.stream().map(dialect -> jooq(select).render(dialect)).toList();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Integer>> work = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int first = thread * RUNS;
                work.add(() -> mismatches(jooq(select), expected, first));
            }
            int mismatches = 0;
            for (Future<Integer> each : threads.invokeAll(work, 2, TimeUnit.MINUTES)) {
                mismatches += each.get();
            }
            assertThat(mismatches).isZero();
        } finally {
            threads.shutdownNow();
        }
    }

    private static int mismatches(Query<? extends Record> query, List<RenderedSql> expected, int first) {
        int mismatches = 0;
        for (int run = first; run < first + RUNS; run++) {
            int which = run % DIALECTS.size();
            RenderedSql statement = query.render(DIALECTS.get(which));
            Record read = read(query.mapper(DIALECTS.get(which)), run);
            if (!statement.sql().equals(expected.get(which).sql())
                    || !statement.positional().equals(expected.get(which).positional())
                    || !read.get(0).equals(Genre.COMEDY)
                    || !read.get(1).equals(run)) {
                mismatches++;
            }
        }
        return mismatches;
    }

    private static Record read(RowMapper<? extends Record> mapper, int year) {
        Row row = new PlainRow(List.of("genre", "year"), "COMEDY", year);
        return mapper.map(row);
    }
}
