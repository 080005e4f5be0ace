package io.databased.jooq;

import static io.databased.jooq.Directors.DIRECTORS;
import static io.databased.jooq.Movies.MOVIES;
import static org.jooq.impl.DSL.alterTable;
import static org.jooq.impl.DSL.constraint;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.createIndex;
import static org.jooq.impl.DSL.createTable;
import static org.jooq.impl.DSL.createTableIfNotExists;
import static org.jooq.impl.DSL.createView;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.dropTableIfExists;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.query;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.truncate;
import static org.jooq.impl.DSL.update;
import static org.jooq.impl.DSL.val;

import io.databased.jooq.Movies.Genre;
import io.databased.jooq.Movies.MoviesRecord;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jooq.Query;
import org.jooq.ResultQuery;
import org.jooq.impl.SQLDataType;

/** Statements that write, on the sample's tables. */
final class WriteCases {
    private WriteCases() {}

    /** Run for their effect. */
    static Map<String, Query> effects() {
        Map<String, Query> cases = new LinkedHashMap<>();
        inserts(cases);
        changes(cases);
        definitions(cases);
        return cases;
    }

    private static void inserts(Map<String, Query> cases) {
        cases.put("insert", insertInto(DIRECTORS, DIRECTORS.id, DIRECTORS.name).values(7, "it's ? \"new\""));
        cases.put(
                "insert, two rows",
                insertInto(DIRECTORS)
                        .columns(DIRECTORS.id, DIRECTORS.name)
                        .values(7, "a")
                        .values(8, (String) null));
        cases.put(
                "insert set",
                insertInto(MOVIES)
                        .set(MOVIES.id, 9)
                        .set(MOVIES.title, "Set")
                        .set(MOVIES.rating, new BigDecimal("9.75"))
                        .set(MOVIES.watched, true)
                        .set(MOVIES.released, LocalDate.of(2020, 1, 2))
                        .set(MOVIES.code, Sample.CODE)
                        .set(MOVIES.added, LocalDateTime.of(2020, 1, 2, 3, 4, 5, 600_000_000))
                        .set(MOVIES.genre, Genre.COMEDY)
                        .set(MOVIES.poster, new byte[] {9})
                        .setNull(MOVIES.year));
        cases.put("insert a record", insertInto(MOVIES).set(record()));
        cases.put(
                "insert select",
                insertInto(DIRECTORS, DIRECTORS.id, DIRECTORS.name)
                        .select(select(MOVIES.id.plus(100), MOVIES.title)
                                .from(MOVIES)
                                .where(MOVIES.year.gt(2000))));
        cases.put(
                "insert, ignored",
                insertInto(DIRECTORS, DIRECTORS.id, DIRECTORS.name)
                        .values(1, "x")
                        .onConflict(DIRECTORS.id)
                        .doNothing());
        cases.put(
                "upsert",
                insertInto(DIRECTORS, DIRECTORS.id, DIRECTORS.name)
                        .values(1, "x")
                        .values(9, "y")
                        .onConflict(DIRECTORS.id)
                        .doUpdate()
                        .set(DIRECTORS.name, excluded(DIRECTORS.name)));
        cases.put(
                "upsert on key",
                insertInto(MOVIES, MOVIES.id, MOVIES.title)
                        .values(1, "x")
                        .onDuplicateKeyUpdate()
                        .set(MOVIES.title, "again")
                        .set(MOVIES.year, MOVIES.year.plus(1)));
    }

    private static void changes(Map<String, Query> cases) {
        cases.put(
                "update",
                update(MOVIES)
                        .set(MOVIES.year, MOVIES.year.plus(1))
                        .set(MOVIES.genre, Genre.COMEDY)
                        .where(MOVIES.year.lt(2000)));
        cases.put("update to null", update(MOVIES).setNull(MOVIES.rating).where(MOVIES.id.eq(1)));
        cases.put(
                "update from subselect",
                update(DIRECTORS)
                        .set(DIRECTORS.name, select(MOVIES.title).from(MOVIES).where(MOVIES.id.eq(DIRECTORS.id)))
                        .where(DIRECTORS.id.le(2)));
        cases.put(
                "update row",
                update(DIRECTORS)
                        .set(row(DIRECTORS.name, DIRECTORS.id), row(val("r"), val(77)))
                        .where(DIRECTORS.id.eq(3)));
        cases.put(
                "update by plain SQL",
                update(table("\"movies\""))
                        .set(field(name("title"), String.class), "plain")
                        .where("\"id\" = ?", 2));
        cases.put("delete", deleteFrom(MOVIES).where(MOVIES.watched.isFalse()));
        cases.put("delete all", deleteFrom(DIRECTORS));
        cases.put("truncate", truncate(DIRECTORS));
        cases.put("plain SQL", query("update \"directors\" set \"name\" = ? where \"id\" = ?", "p", 1));
    }

    private static void definitions(Map<String, Query> cases) {
        cases.put(
                "create table",
                createTable("made")
                        .column("a", SQLDataType.INTEGER.notNull())
                        .column("b", SQLDataType.VARCHAR(10).defaultValue("it's ? :x"))
                        .constraints(constraint("pk_made").primaryKey("a")));
        cases.put(
                "create table if not exists", createTableIfNotExists(DIRECTORS).columns(DIRECTORS.id));
        cases.put(
                "create table as",
                createTable("made")
                        .as(select(MOVIES.id).from(MOVIES).where(MOVIES.id.gt(2)))
                        .withData());
        cases.put("create index", createIndex("by_year").on(MOVIES, MOVIES.year));
        cases.put(
                "create view",
                createView("v").as(select(count().as("n")).from(MOVIES).where(MOVIES.year.gt(2000))));
        cases.put("alter table", alterTable(DIRECTORS).addColumn("born", SQLDataType.INTEGER.default_(1970)));
        cases.put("drop table", dropTableIfExists(table(name("nothing"))));
    }

    /** Run for their rows. */
    static Map<String, ResultQuery<?>> returning() {
        Map<String, ResultQuery<?>> cases = new LinkedHashMap<>();
        cases.put(
                "insert returning",
                insertInto(MOVIES, MOVIES.id, MOVIES.title, MOVIES.genre)
                        .values(9, "R", Genre.DRAMA)
                        .returning());
        cases.put(
                "insert returning a column",
                insertInto(MOVIES, MOVIES.id, MOVIES.title).values(9, "R").returning(MOVIES.id));
        cases.put(
                "insert returningResult",
                insertInto(DIRECTORS, DIRECTORS.id, DIRECTORS.name)
                        .values(8, "a")
                        .values(9, "b")
                        .returningResult(DIRECTORS.id, DIRECTORS.name.concat("!")));
        cases.put(
                "insert returning, custom table",
                insertInto(DIRECTORS, DIRECTORS.id, DIRECTORS.name)
                        .values(8, "a")
                        .returning());
        cases.put(
                "upsert returning",
                insertInto(DIRECTORS, DIRECTORS.id, DIRECTORS.name)
                        .values(1, "x")
                        .onConflict(DIRECTORS.id)
                        .doUpdate()
                        .set(DIRECTORS.name, inline("kept"))
                        .returning());
        cases.put(
                "update returning",
                update(MOVIES).set(MOVIES.watched, true).where(MOVIES.id.eq(4)).returning());
        cases.put(
                "update returningResult",
                update(MOVIES)
                        .set(MOVIES.year, 3000)
                        .where(MOVIES.id.eq(4))
                        .returningResult(MOVIES.title, MOVIES.released, row(MOVIES.id, MOVIES.year)));
        cases.put(
                "update returning, no row",
                update(MOVIES).set(MOVIES.watched, true).where(MOVIES.id.eq(-1)).returning());
        cases.put("delete returning", deleteFrom(MOVIES).where(MOVIES.id.eq(1)).returning());
        cases.put(
                "delete returningResult",
                deleteFrom(MOVIES).where(MOVIES.id.eq(1)).returningResult(MOVIES.code, MOVIES.poster, MOVIES.tags));
        return cases;
    }

    private static MoviesRecord record() {
        MoviesRecord movie = new MoviesRecord();
        movie.set(MOVIES.id, 9);
        movie.set(MOVIES.title, "Recorded");
        movie.set(MOVIES.views, Long.MIN_VALUE);
        return movie;
    }
}
