package io.databased.jooq;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.UUID;
import org.jooq.JSON;
import org.jooq.Name;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.UniqueKey;
import org.jooq.impl.DSL;
import org.jooq.impl.EnumConverter;
import org.jooq.impl.Internal;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jooq.impl.UpdatableRecordImpl;

/** A table as jOOQ's generator writes it. */
final class Movies extends TableImpl<Movies.MoviesRecord> {
    private static final long serialVersionUID = 1L;
    static final Movies MOVIES = new Movies(DSL.name("movies"), null);

    enum Genre {
        DRAMA,
        COMEDY
    }

    final TableField<MoviesRecord, Integer> id =
            createField(DSL.name("id"), SQLDataType.INTEGER.nullable(false).identity(true), this);
    final TableField<MoviesRecord, String> title = createField(DSL.name("title"), SQLDataType.VARCHAR(200), this);
    final TableField<MoviesRecord, Integer> year = createField(DSL.name("year"), SQLDataType.INTEGER, this);
    final TableField<MoviesRecord, BigDecimal> rating =
            createField(DSL.name("rating"), SQLDataType.DECIMAL(5, 2), this);
    final TableField<MoviesRecord, Boolean> watched = createField(DSL.name("watched"), SQLDataType.BOOLEAN, this);
    final TableField<MoviesRecord, LocalDate> released = createField(DSL.name("released"), SQLDataType.LOCALDATE, this);
    final TableField<MoviesRecord, LocalDateTime> added =
            createField(DSL.name("added"), SQLDataType.LOCALDATETIME(3), this);
    final TableField<MoviesRecord, UUID> code = createField(DSL.name("code"), SQLDataType.UUID, this);
    final TableField<MoviesRecord, Genre> genre = createField(
            DSL.name("genre"),
            SQLDataType.VARCHAR(20).asConvertedDataType(new EnumConverter<>(String.class, Genre.class)),
            this);
    final TableField<MoviesRecord, byte[]> poster = createField(DSL.name("poster"), SQLDataType.VARBINARY(100), this);
    final TableField<MoviesRecord, Double> score = createField(DSL.name("score"), SQLDataType.DOUBLE, this);
    final TableField<MoviesRecord, Long> views = createField(DSL.name("views"), SQLDataType.BIGINT, this);
    final TableField<MoviesRecord, JSON> tags = createField(DSL.name("tags"), SQLDataType.JSON, this);
    final TableField<MoviesRecord, Integer> directorId =
            createField(DSL.name("director_id"), SQLDataType.INTEGER, this);

    private Movies(Name alias, Table<MoviesRecord> aliased) {
        super(alias, null, aliased, null, DSL.comment(""));
    }

    @Override
    public Class<MoviesRecord> getRecordType() {
        return MoviesRecord.class;
    }

    @Override
    public UniqueKey<MoviesRecord> getPrimaryKey() {
        return Internal.createUniqueKey(this, DSL.name("pk_movies"), id);
    }

    @Override
    public Movies as(String alias) {
        return new Movies(DSL.name(alias), this);
    }

    /** A record as jOOQ's generator writes it. */
    static final class MoviesRecord extends UpdatableRecordImpl<MoviesRecord> {
        private static final long serialVersionUID = 1L;

        MoviesRecord() {
            super(MOVIES);
        }

        String getTitle() {
            return get(MOVIES.title);
        }

        Integer getYear() {
            return get(MOVIES.year);
        }
    }
}
