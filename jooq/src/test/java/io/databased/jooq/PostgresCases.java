package io.databased.jooq;

import static io.databased.jooq.Directors.DIRECTORS;
import static io.databased.jooq.Oddities.ODDITIES;
import static org.jooq.impl.DSL.arrayAgg;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.jsonbArrayAgg;
import static org.jooq.impl.DSL.jsonbObject;
import static org.jooq.impl.DSL.key;
import static org.jooq.impl.DSL.multiset;
import static org.jooq.impl.DSL.resultQuery;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectFrom;
import static org.jooq.impl.DSL.unnest;
import static org.jooq.impl.DSL.update;
import static org.jooq.impl.DSL.val;

import io.databased.jooq.Oddities.Mood;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jooq.DSLContext;
import org.jooq.JSON;
import org.jooq.JSONB;
import org.jooq.ResultQuery;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.types.DayToSecond;
import org.jooq.types.YearToMonth;

/** Queries of what PostgreSQL alone has. */
final class PostgresCases {
    /** What a definition changes. */
    static final String SCHEMA = "(select table_name, column_name, data_type, column_default, is_nullable"
            + " from information_schema.columns where table_schema = 'public' order by 1, ordinal_position) as c";

    private static final OffsetDateTime AT = OffsetDateTime.of(2024, 2, 29, 1, 2, 3, 4_000, ZoneOffset.UTC);

    private PostgresCases() {}

    static void create(DSLContext context) {
        context.execute("create type mood as enum ('sad', 'happy')");
        context.execute("create table oddities (id int primary key, mood mood, moods mood[], tags text[], counts int[],"
                + " codes uuid[], doc jsonb, note json, at timestamptz, took interval, age interval)");
        fill(context);
    }

    /** As after {@link #create}. */
    static void clear(DSLContext context) {
        context.deleteFrom(ODDITIES).execute();
        fill(context);
    }

    private static void fill(DSLContext context) {
        context.insertInto(ODDITIES)
                .columns(ODDITIES.fields())
                .values(full(1))
                .values(2, null, null, null, null, null, null, null, null, null, null)
                .execute();
    }

    private static Object[] full(int id) {
        return new Object[] {
            id,
            Mood.happy,
            new Mood[] {Mood.sad, null},
            new String[] {"a,b", null, "\"", ""},
            new Integer[] {1, null, 3},
            new java.util.UUID[] {Sample.CODE},
            JSONB.jsonb("{\"a\": [1, null, {\"b\": \"x\"}]}"),
            JSON.json("{\"a\":1}"),
            AT,
            new DayToSecond(1, 2, 3, 4, 5_000_000),
            new YearToMonth(1, 6)
        };
    }

    static Map<String, ResultQuery<?>> reads() {
        Map<String, ResultQuery<?>> cases = new LinkedHashMap<>();
        cases.put("every type", selectFrom(ODDITIES).orderBy(ODDITIES.id));
        values(cases);
        conditions(cases);
        nested(cases);
        cases.put(
                "plain SQL",
                resultQuery("select id, tags from oddities where tags @> {0}", val(new String[] {"a,b"}, ODDITIES.tags))
                        .coerce(ODDITIES.id, ODDITIES.tags));
        cases.put(
                "many values",
                select(DIRECTORS.id)
                        .from(DIRECTORS)
                        .where(DIRECTORS.id.in(
                                IntStream.range(0, 40_000).boxed().toList()))
                        .orderBy(DIRECTORS.id));
        return cases;
    }

    private static void values(Map<String, ResultQuery<?>> cases) {
        cases.put("enum values", select(val(Mood.sad), val(null, ODDITIES.mood), val(new Mood[] {Mood.happy})));
        cases.put(
                "array values",
                select(
                        val(new String[] {"x", null, "{}"}),
                        val(new Integer[0]),
                        val(new Long[] {1L}),
                        val(new BigDecimal[] {new BigDecimal("1.50")}),
                        val(new Boolean[] {true, null})));
        cases.put("json values", select(val(JSONB.jsonb("[1, \"x\"]")), val(JSON.json("{\"a\":null}"))));
        cases.put(
                "numbers in JSON",
                select(
                        val(JSONB.jsonb("{\"n\": 12345678901234567890.1234567890}")),
                        multiset(select(val(new BigDecimal("12345678901234567890.1234567890"))))));
        cases.put(
                "json, converted",
                select(ODDITIES.doc.convertFrom(JSONB::data)).from(ODDITIES).where(ODDITIES.doc.isNotNull()));
        cases.put("times", select(val(AT), val(AT.toInstant())));
        cases.put("intervals", select(val(new DayToSecond(3, 4)), val(new YearToMonth(-1, -2))));
        cases.put(
                "casts",
                select(
                        val("1").cast(SQLDataType.BIGINT),
                        val(1).cast(SQLDataType.VARCHAR),
                        val("2024-02-29").cast(SQLDataType.LOCALDATE)));
    }

    private static void conditions(Map<String, ResultQuery<?>> cases) {
        cases.put("eq enum", select(ODDITIES.id).from(ODDITIES).where(ODDITIES.mood.eq(Mood.happy)));
        cases.put("enum in", select(ODDITIES.id).from(ODDITIES).where(ODDITIES.mood.in(Mood.happy, Mood.sad)));
        cases.put("any of an array", select(ODDITIES.id).from(ODDITIES).where(ODDITIES.id.eq(DSL.any(new Integer[] {1, 7
        }))));
        cases.put("array contains", select(ODDITIES.id).from(ODDITIES).where(ODDITIES.tags.contains(new String[] {"a,b"
        })));
        cases.put(
                "json operators",
                select(ODDITIES.id)
                        .from(ODDITIES)
                        .where(condition("{0} ?? {1}", ODDITIES.doc, val("a")))
                        .and(condition("{0} ??| array['a', 'z']", ODDITIES.doc))
                        .and(condition("{0} @> {1}", ODDITIES.doc, val(JSONB.jsonb("{\"a\": [1]}")))));
        cases.put(
                "json path",
                select(field("{0} #>> '{a,2,b}'", String.class, ODDITIES.doc))
                        .from(ODDITIES)
                        .orderBy(ODDITIES.id));
        cases.put("after", select(ODDITIES.id).from(ODDITIES).where(ODDITIES.at.ge(AT)));
        cases.put("longer than", select(ODDITIES.id).from(ODDITIES).where(ODDITIES.took.gt(new DayToSecond(1))));
        cases.put("regular expression", select(DIRECTORS.id).from(DIRECTORS).where(DIRECTORS.name.likeRegex("^D")));
        cases.put("ilike", select(DIRECTORS.id).from(DIRECTORS).where(DIRECTORS.name.likeIgnoreCase("d%")));
    }

    private static void nested(Map<String, ResultQuery<?>> cases) {
        cases.put(
                "with, multiset",
                DSL.with("d")
                        .as(select(DIRECTORS.id).from(DIRECTORS))
                        .select(
                                field("d.id", Integer.class),
                                multiset(select(DIRECTORS.name).from(DIRECTORS)))
                        .from("d")
                        .orderBy(1));
        cases.put(
                "json of a union",
                select(ODDITIES.doc)
                        .from(ODDITIES)
                        .unionAll(select(ODDITIES.doc).from(ODDITIES).limit(1)));
        cases.put(
                "json for update", selectFrom(ODDITIES).where(ODDITIES.id.eq(1)).forUpdate());
        cases.put("unnest", select().from(unnest(new Integer[] {3, 1}).as("u", "i")));
        cases.put(
                "array_agg",
                select(arrayAgg(DIRECTORS.name).orderBy(DIRECTORS.id)).from(DIRECTORS));
        cases.put(
                "json aggregate",
                select(jsonbArrayAgg(jsonbObject(key("id").value(DIRECTORS.id))))
                        .from(DIRECTORS));
        cases.put(
                "multiset of every type",
                select(DIRECTORS.id, multiset(selectFrom(ODDITIES).where(ODDITIES.id.eq(DIRECTORS.id))))
                        .from(DIRECTORS)
                        .orderBy(DIRECTORS.id));
        cases.put(
                "row of types",
                select(row(ODDITIES.mood, ODDITIES.at, ODDITIES.id))
                        .from(ODDITIES)
                        .orderBy(ODDITIES.id));
        cases.put(
                "distinct on",
                select(DIRECTORS.id, DIRECTORS.name)
                        .distinctOn(DIRECTORS.id)
                        .from(DIRECTORS)
                        .orderBy(DIRECTORS.id));
        cases.put(
                "for update",
                selectFrom(DIRECTORS).where(DIRECTORS.id.eq(1)).forUpdate().skipLocked());
    }

    /** Each begins with what {@link #create} made. */
    static Map<String, ResultQuery<?>> writes() {
        Map<String, ResultQuery<?>> cases = new LinkedHashMap<>();
        cases.put(
                "insert every type",
                insertInto(ODDITIES).columns(ODDITIES.fields()).values(full(3)).returning());
        cases.put(
                "insert nulls",
                insertInto(ODDITIES)
                        .columns(ODDITIES.fields())
                        .values(3, null, null, null, null, null, null, null, null, null, null)
                        .returning());
        cases.put(
                "upsert",
                insertInto(ODDITIES, ODDITIES.id, ODDITIES.mood, ODDITIES.doc)
                        .values(1, Mood.sad, JSONB.jsonb("{}"))
                        .values(9, Mood.sad, null)
                        .onConflict(ODDITIES.id)
                        .doUpdate()
                        .set(ODDITIES.mood, excluded(ODDITIES.mood))
                        .where(ODDITIES.mood.ne(Mood.sad))
                        .returning());
        cases.put(
                "update",
                update(ODDITIES)
                        .set(ODDITIES.moods, new Mood[] {Mood.happy})
                        .set(ODDITIES.tags, new String[0])
                        .set(ODDITIES.doc, JSONB.jsonb("[]"))
                        .set(ODDITIES.at, AT.plusDays(1))
                        .set(ODDITIES.took, new DayToSecond(2))
                        .where(ODDITIES.id.in(List.of(1, 2)))
                        .returningResult(ODDITIES.id, ODDITIES.moods, ODDITIES.tags, ODDITIES.took));
        cases.put(
                "delete",
                deleteFrom(ODDITIES).where(ODDITIES.mood.eq(Mood.happy)).returning());
        return cases;
    }
}
