package io.databased.jooq;

import static io.databased.jooq.Directors.DIRECTORS;
import static io.databased.jooq.Movies.MOVIES;
import static org.jooq.Records.mapping;
import static org.jooq.impl.DSL.avg;
import static org.jooq.impl.DSL.case_;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.concat;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.countDistinct;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.groupConcat;
import static org.jooq.impl.DSL.lag;
import static org.jooq.impl.DSL.lower;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.multiset;
import static org.jooq.impl.DSL.nullif;
import static org.jooq.impl.DSL.rank;
import static org.jooq.impl.DSL.round;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.rowNumber;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.selectDistinct;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.val;

import io.databased.jooq.Movies.Genre;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import org.jooq.JSON;
import org.jooq.ResultQuery;
import org.jooq.impl.SQLDataType;
import org.jooq.types.UInteger;
import org.jooq.types.ULong;
import org.jooq.types.YearToMonth;

/** Queries that read: what stands in the list of a SELECT. */
final class ExpressionCases {
    record Director(String name, int movies) {}

    private ExpressionCases() {}

    static void into(Map<String, ResultQuery<?>> cases) {
        aggregates(cases);
        expressions(cases);
        types(cases);
        nested(cases);
        collections(cases);
    }

    private static void aggregates(Map<String, ResultQuery<?>> cases) {
        cases.put(
                "aggregates",
                select(
                                count(),
                                count(MOVIES.year),
                                countDistinct(MOVIES.directorId),
                                sum(MOVIES.year),
                                min(MOVIES.title),
                                max(MOVIES.released),
                                sum(MOVIES.views))
                        .from(MOVIES));
        cases.put("average", select(avg(MOVIES.year)).from(MOVIES));
        cases.put(
                "group by, having",
                select(MOVIES.directorId, count())
                        .from(MOVIES)
                        .groupBy(MOVIES.directorId)
                        .having(count().gt(1))
                        .orderBy(MOVIES.directorId));
        cases.put("filter", select(count().filterWhere(MOVIES.year.gt(2000))).from(MOVIES));
        cases.put(
                "group concat",
                select(groupConcat(MOVIES.id).orderBy(MOVIES.id).separator("|")).from(MOVIES));
        cases.put(
                "window",
                select(
                                MOVIES.id,
                                rowNumber().over().orderBy(MOVIES.id),
                                rank().over().partitionBy(MOVIES.directorId).orderBy(MOVIES.year),
                                lag(MOVIES.title).over().orderBy(MOVIES.id))
                        .from(MOVIES)
                        .orderBy(MOVIES.id));
        cases.put(
                "running sum",
                select(
                                MOVIES.id,
                                sum(MOVIES.id)
                                        .over()
                                        .orderBy(MOVIES.id)
                                        .rowsBetweenUnboundedPreceding()
                                        .andCurrentRow())
                        .from(MOVIES)
                        .orderBy(MOVIES.id));
    }

    private static void expressions(Map<String, ResultQuery<?>> cases) {
        cases.put(
                "case",
                select(case_().when(MOVIES.year.lt(2000), "old")
                                .when(MOVIES.year.ge(2000), "new")
                                .otherwise("unknown"))
                        .from(MOVIES)
                        .orderBy(MOVIES.id));
        cases.put(
                "coalesce and nullif",
                select(coalesce(MOVIES.year, 0), nullif(MOVIES.id, 1))
                        .from(MOVIES)
                        .orderBy(MOVIES.id));
        cases.put(
                "texts",
                select(concat(MOVIES.title, val("!")), lower(MOVIES.title))
                        .from(MOVIES)
                        .orderBy(MOVIES.id));
        cases.put(
                "arithmetic",
                select(
                                MOVIES.year.plus(1),
                                MOVIES.year.minus(MOVIES.id).times(2),
                                MOVIES.year.mod(7),
                                round(MOVIES.score, 2))
                        .from(MOVIES)
                        .orderBy(MOVIES.id));
        cases.put(
                "cast",
                select(
                                MOVIES.year.cast(String.class),
                                val("42").cast(Integer.class),
                                val("1.5").cast(Double.class))
                        .from(MOVIES)
                        .orderBy(MOVIES.id));
        cases.put(
                "scalar subselect",
                select(DIRECTORS.name, field(selectCount().from(MOVIES).where(MOVIES.directorId.eq(DIRECTORS.id))))
                        .from(DIRECTORS)
                        .orderBy(DIRECTORS.id));
        cases.put("distinct", selectDistinct(MOVIES.directorId).from(MOVIES).orderBy(MOVIES.directorId));
        cases.put(
                "limit and offset",
                select(MOVIES.id).from(MOVIES).orderBy(MOVIES.id).limit(2).offset(1));
        cases.put(
                "order by nulls last",
                select(MOVIES.id).from(MOVIES).orderBy(MOVIES.year.desc().nullsLast()));
        cases.put(
                "converted",
                select(MOVIES.year.convertFrom(java.time.Year::of), MOVIES.title.convertFrom(String::length))
                        .from(MOVIES)
                        .where(MOVIES.year.isNotNull())
                        .orderBy(MOVIES.id));
    }

    private static void types(Map<String, ResultQuery<?>> cases) {
        cases.put(
                "whole numbers",
                select(
                        val((byte) 1),
                        val((short) 2),
                        val(3),
                        val(4L),
                        val(Long.MAX_VALUE),
                        val(BigInteger.TWO.pow(62))));
        cases.put("unsigned numbers", select(val(UInteger.MAX), val(ULong.valueOf(7))));
        cases.put("fractions", select(val(0.1f), val(1.0 / 3), val(1e300), val(new BigDecimal("12.50"))));
        cases.put("texts and bytes", select(val("héllo 🎬"), val(""), val(new byte[] {1, 0, -128}), val(new byte[0])));
        cases.put("booleans", select(val(true), val(false), val((Boolean) null)));
        cases.put(
                "dates and times",
                select(
                        val(LocalDate.of(2024, 2, 29)),
                        val(LocalTime.of(23, 59, 58)),
                        val(LocalDateTime.of(2024, 2, 29, 1, 2, 3, 4_000_000))));
        cases.put(
                "java.sql dates",
                select(
                        val(java.sql.Date.valueOf("2024-02-29")),
                        val(java.sql.Time.valueOf("01:02:03")),
                        val(java.sql.Timestamp.valueOf("2024-02-29 01:02:03.004"))));
        cases.put("offset time", select(val(OffsetDateTime.of(2024, 2, 29, 1, 2, 3, 0, ZoneOffset.UTC))));
        cases.put(
                "uuid, enum, json",
                select(val(Sample.CODE), val(Genre.DRAMA, MOVIES.genre), val(JSON.json("{\"a\":[1,null]}"))));
        cases.put(
                "nulls",
                select(
                        val((String) null),
                        val((Integer) null),
                        val((LocalDate) null),
                        val((UUID) null),
                        val((byte[]) null),
                        val((BigDecimal) null),
                        val(null, MOVIES.genre),
                        val(null, SQLDataType.JSON)));
        cases.put("interval", select(val(new YearToMonth(1, 6)).cast(SQLDataType.VARCHAR)));
    }

    private static void nested(Map<String, ResultQuery<?>> cases) {
        cases.put(
                "row",
                select(row(MOVIES.title, MOVIES.year), MOVIES.id).from(MOVIES).orderBy(MOVIES.id));
        cases.put(
                "row, mapped",
                select(MOVIES.id, row(MOVIES.title, MOVIES.id).mapping(Director::new))
                        .from(MOVIES)
                        .orderBy(MOVIES.id));
        cases.put(
                "row in row",
                select(row(MOVIES.id, row(MOVIES.title, MOVIES.year)), MOVIES.rating)
                        .from(MOVIES)
                        .orderBy(MOVIES.id));
        cases.put(
                "table as a field",
                select(DIRECTORS, MOVIES.title)
                        .from(MOVIES)
                        .join(DIRECTORS)
                        .on(MOVIES.directorId.eq(DIRECTORS.id))
                        .orderBy(MOVIES.id));
    }

    private static void collections(Map<String, ResultQuery<?>> cases) {
        cases.put(
                "multiset",
                select(
                                DIRECTORS.name,
                                multiset(select(
                                                        MOVIES.title,
                                                        MOVIES.year,
                                                        MOVIES.code,
                                                        MOVIES.genre,
                                                        MOVIES.released,
                                                        MOVIES.rating)
                                                .from(MOVIES)
                                                .where(MOVIES.directorId.eq(DIRECTORS.id))
                                                .orderBy(MOVIES.id))
                                        .as("movies"))
                        .from(DIRECTORS)
                        .orderBy(DIRECTORS.id));
        cases.put(
                "multiset, mapped",
                select(
                                DIRECTORS.name,
                                multiset(select(MOVIES.title, MOVIES.year)
                                                .from(MOVIES)
                                                .where(MOVIES.directorId.eq(DIRECTORS.id))
                                                .orderBy(MOVIES.id))
                                        .convertFrom(r -> r.map(mapping(Director::new))))
                        .from(DIRECTORS)
                        .orderBy(DIRECTORS.id));
        cases.put(
                "multiset in multiset",
                select(multiset(select(
                                DIRECTORS.name,
                                multiset(select(MOVIES.title)
                                        .from(MOVIES)
                                        .where(MOVIES.directorId.eq(DIRECTORS.id))
                                        .orderBy(MOVIES.id)))
                        .from(DIRECTORS)
                        .orderBy(DIRECTORS.id))));
        cases.put(
                "row in multiset",
                select(multiset(select(row(DIRECTORS.id, DIRECTORS.name), DIRECTORS.id)
                        .from(DIRECTORS)
                        .orderBy(DIRECTORS.id))));
    }
}
