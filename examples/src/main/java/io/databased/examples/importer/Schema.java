package io.databased.examples.importer;

import io.databased.BlockingQueryable;
import java.util.List;
import org.jooq.Record;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;

/** The tables, as SQL that creates them and as jOOQ knows them. */
final class Schema {
    private static final List<String> TABLES = List.of(
            "CREATE TABLE movies ("
                    + " id INTEGER PRIMARY KEY,"
                    + " title TEXT NOT NULL,"
                    + " year INTEGER NOT NULL CHECK (year BETWEEN 1888 AND 2100))",
            "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
            "CREATE TABLE roles ("
                    + " movie_id INTEGER NOT NULL REFERENCES movies (id),"
                    + " person_id INTEGER NOT NULL REFERENCES people (id),"
                    + " PRIMARY KEY (movie_id, person_id)) WITHOUT ROWID");

    static final Movies MOVIES = new Movies();
    static final People PEOPLE = new People();
    static final Roles ROLES = new Roles();

    private Schema() {}

    static void create(BlockingQueryable session) {
        TABLES.forEach(session::execute);
    }

    static final class Movies extends TableImpl<Record> {
        private static final long serialVersionUID = 1L;

        final TableField<Record, Long> ID = createField(DSL.name("id"), SQLDataType.BIGINT, this);
        final TableField<Record, String> TITLE = createField(DSL.name("title"), SQLDataType.VARCHAR, this);
        final TableField<Record, Integer> YEAR = createField(DSL.name("year"), SQLDataType.INTEGER, this);

        private Movies() {
            super(DSL.name("movies"));
        }
    }

    static final class People extends TableImpl<Record> {
        private static final long serialVersionUID = 1L;

        final TableField<Record, Long> ID = createField(DSL.name("id"), SQLDataType.BIGINT, this);
        final TableField<Record, String> NAME = createField(DSL.name("name"), SQLDataType.VARCHAR, this);

        private People() {
            super(DSL.name("people"));
        }
    }

    static final class Roles extends TableImpl<Record> {
        private static final long serialVersionUID = 1L;

        final TableField<Record, Long> MOVIE_ID = createField(DSL.name("movie_id"), SQLDataType.BIGINT, this);
        final TableField<Record, Long> PERSON_ID = createField(DSL.name("person_id"), SQLDataType.BIGINT, this);

        private Roles() {
            super(DSL.name("roles"));
        }
    }
}
