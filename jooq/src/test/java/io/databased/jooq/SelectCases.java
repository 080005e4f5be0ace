package io.databased.jooq;

import static io.databased.jooq.Directors.DIRECTORS;
import static io.databased.jooq.Movies.MOVIES;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.selectFrom;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.trueCondition;
import static org.jooq.impl.DSL.val;
import static org.jooq.impl.DSL.values;
import static org.jooq.impl.DSL.with;

import io.databased.jooq.Movies.Genre;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jooq.ResultQuery;

/** Queries that read, each ordered. */
final class SelectCases {
    private SelectCases() {}

    static Map<String, ResultQuery<?>> all() {
        Map<String, ResultQuery<?>> cases = new LinkedHashMap<>();
        tables(cases);
        conditions(cases);
        comparisons(cases);
        ExpressionCases.into(cases);
        composed(cases);
        return cases;
    }

    private static void tables(Map<String, ResultQuery<?>> cases) {
        cases.put("selectFrom", selectFrom(MOVIES).orderBy(MOVIES.id));
        cases.put("selectFrom, custom table", selectFrom(DIRECTORS).orderBy(DIRECTORS.id));
        cases.put("selectFrom, aliased", selectFrom(MOVIES.as("m")).orderBy(field(name("m", "id"))));
        cases.put("select without a list", select().from(MOVIES).orderBy(MOVIES.id));
        cases.put("asterisk", select(MOVIES.asterisk()).from(MOVIES).orderBy(MOVIES.id));
        cases.put(
                "asterisk except",
                select(MOVIES.asterisk().except(MOVIES.poster)).from(MOVIES).orderBy(MOVIES.id));
        cases.put("no row", selectFrom(MOVIES).where(MOVIES.id.eq(-1)));
        cases.put("one column", select(MOVIES.title).from(MOVIES).orderBy(MOVIES.title));
        cases.put(
                "alias",
                select(MOVIES.title.as("t"), MOVIES.year.as("y")).from(MOVIES).orderBy(MOVIES.id));
        cases.put(
                "dynamic table",
                select(field(name("t", "title"), String.class), field(name("t", "year"), Integer.class))
                        .from(table(name("movies")).as("t"))
                        .orderBy(field(name("t", "id"))));
        cases.put(
                "join",
                select(MOVIES.title, DIRECTORS.name)
                        .from(MOVIES)
                        .join(DIRECTORS)
                        .on(MOVIES.directorId.eq(DIRECTORS.id))
                        .orderBy(MOVIES.id));
        cases.put(
                "left join, same names",
                select(MOVIES.id, DIRECTORS.id, DIRECTORS.name)
                        .from(MOVIES)
                        .leftJoin(DIRECTORS)
                        .on(MOVIES.directorId.eq(DIRECTORS.id))
                        .orderBy(MOVIES.id));
        cases.put(
                "join without a list",
                select().from(MOVIES)
                        .join(DIRECTORS)
                        .on(MOVIES.directorId.eq(DIRECTORS.id))
                        .orderBy(MOVIES.id));
        cases.put(
                "self join",
                select(MOVIES.title, MOVIES.as("o").title)
                        .from(MOVIES)
                        .join(MOVIES.as("o"))
                        .on(MOVIES.as("o").id.eq(MOVIES.id.plus(1)))
                        .orderBy(MOVIES.id));
        cases.put("cross join", selectCount().from(MOVIES).crossJoin(DIRECTORS));
        cases.put(
                "24 columns",
                select(IntStream.range(0, 24).mapToObj(i -> val(i).as("c" + i)).toList()));
    }

    private static void conditions(Map<String, ResultQuery<?>> cases) {
        cases.put(
                "in", selectFrom(MOVIES).where(MOVIES.year.in(1999, 2016, 2021)).orderBy(MOVIES.id));
        cases.put("in, empty", selectFrom(MOVIES).where(MOVIES.year.in(List.of())));
        cases.put(
                "in, 1500 values",
                selectFrom(MOVIES)
                        .where(MOVIES.id.in(IntStream.range(0, 1500).boxed().toList()))
                        .orderBy(MOVIES.id));
        cases.put(
                "row in",
                select(MOVIES.id)
                        .from(MOVIES)
                        .where(row(MOVIES.id, MOVIES.year).in(List.of(row(1, 2016), row(2, 1962))))
                        .orderBy(MOVIES.id));
        cases.put(
                "not in subselect",
                select(MOVIES.id)
                        .from(MOVIES)
                        .where(MOVIES.id.notIn(select(DIRECTORS.id).from(DIRECTORS)))
                        .orderBy(MOVIES.id));
        cases.put(
                "exists",
                select(DIRECTORS.name)
                        .from(DIRECTORS)
                        .where(exists(selectOne()
                                .from(MOVIES)
                                .where(MOVIES.directorId.eq(DIRECTORS.id))
                                .and(MOVIES.year.gt(2000))))
                        .orderBy(DIRECTORS.id));
        cases.put(
                "like",
                select(MOVIES.title)
                        .from(MOVIES)
                        .where(MOVIES.title.like("%r%"))
                        .orderBy(MOVIES.id));
        cases.put("like, escaped", select(MOVIES.title).from(MOVIES).where(MOVIES.title.contains("100%")));
        cases.put("like, ignoring case", select(MOVIES.title).from(MOVIES).where(MOVIES.title.likeIgnoreCase("DU%")));
        cases.put(
                "between",
                select(MOVIES.id)
                        .from(MOVIES)
                        .where(MOVIES.year.between(1990, 2016))
                        .orderBy(MOVIES.id));
    }

    private static void comparisons(Map<String, ResultQuery<?>> cases) {
        cases.put(
                "is null",
                select(MOVIES.id).from(MOVIES).where(MOVIES.genre.isNull()).orderBy(MOVIES.id));
        cases.put(
                "is distinct from",
                select(MOVIES.id)
                        .from(MOVIES)
                        .where(MOVIES.year.isDistinctFrom(2016))
                        .orderBy(MOVIES.id));
        cases.put("eq null", selectFrom(MOVIES).where(MOVIES.year.eq((Integer) null)));
        cases.put(
                "optional conditions",
                select(MOVIES.id)
                        .from(MOVIES)
                        .where(noCondition())
                        .and(trueCondition())
                        .and(condition(MOVIES.watched))
                        .orderBy(MOVIES.id));
        cases.put(
                "eq uuid",
                select(MOVIES.id, MOVIES.code)
                        .from(MOVIES)
                        .where(MOVIES.code.eq(new UUID(Sample.CODE.getMostSignificantBits(), 3))));
        cases.put("eq date", select(MOVIES.id).from(MOVIES).where(MOVIES.released.eq(LocalDate.of(2016, 2, 28))));
        cases.put(
                "gt timestamp",
                select(MOVIES.id)
                        .from(MOVIES)
                        .where(MOVIES.added.gt(LocalDateTime.of(2000, 1, 1, 0, 0)))
                        .orderBy(MOVIES.id));
        cases.put(
                "eq enum",
                select(MOVIES.id)
                        .from(MOVIES)
                        .where(MOVIES.genre.eq(Genre.DRAMA))
                        .orderBy(MOVIES.id));
        cases.put(
                "eq boolean",
                select(MOVIES.id).from(MOVIES).where(MOVIES.watched.eq(true)).orderBy(MOVIES.id));
        cases.put("eq bytes", select(MOVIES.id).from(MOVIES).where(MOVIES.poster.eq(new byte[] {0, 2, -1})));
        cases.put("eq decimal", select(MOVIES.id).from(MOVIES).where(MOVIES.rating.eq(new BigDecimal("7.95"))));
        cases.put(
                "quotes and markers",
                select(MOVIES.id, inline("a ? :b '' \" -- ?"), val("it's ? :x \""))
                        .from(MOVIES)
                        .where(MOVIES.title.eq("it's 100% \"odd\"?")));
        cases.put("named parameters", select(param("a", 1), param("b", "x"), param("a", 1)));
    }

    private static void composed(Map<String, ResultQuery<?>> cases) {
        cases.put(
                "with",
                with("recent")
                        .as(select(MOVIES.id, MOVIES.title).from(MOVIES).where(MOVIES.year.gt(2000)))
                        .select(field(name("recent", "title"), String.class))
                        .from(table(name("recent")))
                        .orderBy(1));
        cases.put(
                "with recursive",
                org.jooq
                        .impl
                        .DSL
                        .withRecursive("n", "i")
                        .as(select(inline(1))
                                .unionAll(select(field(name("i"), Integer.class).plus(1))
                                        .from(table(name("n")))
                                        .where(field(name("i"), Integer.class).lt(5))))
                        .select(field(name("i"), Integer.class))
                        .from(table(name("n"))));
        cases.put(
                "union",
                select(MOVIES.title)
                        .from(MOVIES)
                        .union(select(DIRECTORS.name).from(DIRECTORS))
                        .orderBy(1));
        cases.put(
                "union all, limited",
                select(MOVIES.id)
                        .from(MOVIES)
                        .where(MOVIES.id.lt(3))
                        .unionAll(select(DIRECTORS.id).from(DIRECTORS))
                        .orderBy(1)
                        .limit(3));
        cases.put(
                "except",
                select(MOVIES.id)
                        .from(MOVIES)
                        .except(select(DIRECTORS.id).from(DIRECTORS))
                        .orderBy(1));
        cases.put(
                "derived table",
                select(field(name("d", "n"), Integer.class))
                        .from(select(count().as("n")).from(MOVIES).asTable("d")));
        cases.put(
                "values",
                select().from(values(row(1, "a"), row(2, "b")).as("v", "i", "s"))
                        .orderBy(1));
        cases.put(
                "plain SQL in a field",
                select(field("{0} + {1}", Integer.class, MOVIES.year, val(1)))
                        .from(MOVIES)
                        .where("\"year\" > ?", 2000)
                        .orderBy(MOVIES.id));
    }
}
