package io.databased.jooq;

import static io.databased.jooq.Directors.DIRECTORS;
import static io.databased.jooq.Movies.MOVIES;

import io.databased.jooq.Movies.Genre;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.JSON;
import org.jooq.Query;
import org.jooq.impl.DSL;

/** Two tables and what is in them. */
final class Sample {
    static final UUID CODE = UUID.fromString("6f1c1a52-7f4e-4a5e-9d1a-0c6b7d2f3e44");

    private Sample() {}

    static List<Query> queries() {
        return List.of(
                DSL.createTable(DIRECTORS).columns(DIRECTORS.id, DIRECTORS.name).primaryKey(DIRECTORS.id),
                DSL.createTable(MOVIES).columns(MOVIES.fields()).primaryKey(MOVIES.id),
                DSL.insertInto(DIRECTORS, DIRECTORS.id, DIRECTORS.name)
                        .values(1, "Denis")
                        .values(2, "Agnès")
                        .values(3, null),
                DSL.insertInto(MOVIES)
                        .columns(MOVIES.fields())
                        .values(movie(1, "Arrival", 2016, "8.10", Genre.DRAMA))
                        .values(movie(2, "it's 100% \"odd\"?", 1999, "0.10", Genre.COMEDY))
                        .values(movie(3, "Cléo", 1962, "7.95", Genre.DRAMA))
                        .values(movie(4, "Dune", 2021, "8.00", null))
                        .values(5, "Blank", null, null, null, null, null, null, null, null, null, null, null, null));
    }

    static void into(DSLContext context) {
        queries().forEach(context::execute);
    }

    private static Object[] movie(int id, String title, int year, String rating, Genre genre) {
        return new Object[] {
            id,
            title,
            year,
            new BigDecimal(rating),
            id % 2 == 1,
            LocalDate.of(year, 2, 28),
            LocalDateTime.of(year, 12, 31, 23, 59, 58, 123_000_000),
            new UUID(CODE.getMostSignificantBits(), id),
            genre,
            new byte[] {0, (byte) id, -1},
            id / 3.0,
            id * 10_000_000_000L,
            JSON.json("{\"id\":" + id + "}"),
            id % 3 == 1 ? 1 : 2
        };
    }
}
