package io.databased.examples;

import org.jooq.Record;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;

// tag::movies
/** The table {@code movies}, as jOOQ's generator would write it. */
final class Movies extends TableImpl<Record> {
    private static final long serialVersionUID = 1L;

    static final Movies MOVIES = new Movies();

    final TableField<Record, String> TITLE = createField(DSL.name("title"), SQLDataType.VARCHAR.nullable(false), this);
    final TableField<Record, Integer> YEAR = createField(DSL.name("year"), SQLDataType.INTEGER.nullable(false), this);

    private Movies() {
        super(DSL.name("movies"));
    }
}
// end::movies
