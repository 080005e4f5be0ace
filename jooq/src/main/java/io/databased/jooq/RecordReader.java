package io.databased.jooq;

import io.databased.MappingException;
import io.databased.Row;
import io.databased.RowMapper;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jooq.Converters;
import org.jooq.Cursor;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.RecordMapper;
import org.jooq.ResultQuery;
import org.jooq.SQLDialect;
import org.jooq.TableRecord;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultRecordMapper;
import org.jooq.types.Interval;
import org.jspecify.annotations.Nullable;

/** Reads the rows of one result: one cursor of jOOQ's, which is given row after row. */
final class RecordReader<R extends Record> implements RowMapper<R> {
    private static final Class<?> IDENTITY = Converters.identity(Object.class).getClass();

    private final DSLContext context;
    private final ResultQuery<R> query;
    private final RowResultSet rows;
    private @Nullable Iterator<Record> records;
    private RecordMapper<Record, ?> typed = record -> record;

    RecordReader(DSLContext context, ResultQuery<R> query) {
        this.context = context;
        this.query = query;
        this.rows = new RowResultSet(context.dialect());
    }

    /** jOOQ makes the records that the query's type promises: by the number of fields, or of the table's class. */
    @Override
    @SuppressWarnings("unchecked")
    public R map(Row row) {
        try {
            if (records == null) {
                records = open(row);
            }
            rows.moveTo(row);
            Record read = records.next();
            requireWhole(read, row);
            if (context.dialect() == SQLDialect.SQLITE) {
                readTimes(read, row);
            }
            return (R) typed.map(read);
        } catch (DataAccessException e) {
            throw new MappingException("jOOQ cannot read the row; the cause says which field", e);
        }
    }

    private Iterator<Record> open(Row first) {
        Field<?>[] fields = fields(first);
        rows.readAs(Arrays.stream(fields)
                .<Class<?>>map(field -> field.getConverter().fromType())
                .toList());
        Cursor<Record> cursor = context.fetchLazy(rows, fields);
        Class<? extends R> type = query.getRecordType();
        if (TableRecord.class.isAssignableFrom(type)) {
            typed = new DefaultRecordMapper<>(cursor.recordType(), type, context.configuration());
        }
        return cursor.iterator();
    }

    /** jOOQ makes null of what it cannot convert; only a converter of the user's may do so. */
    private static void requireWhole(Record read, Row row) {
        for (int i = 0; read.size() == row.columns().size() && i < read.size(); i++) {
            Field<?> field = read.field(i);
            boolean isLost = isLost(row.get(i), read.get(i));
            if (isLost && field != null && field.getConverter().getClass() == IDENTITY) {
                throw new MappingException("column \"" + row.columns().get(i) + "\" holds a "
                        + Objects.requireNonNull(row.get(i)).getClass().getTypeName() + " that is no "
                        + field.getType().getTypeName()
                        + " to jOOQ; give the field the type of the column, or a converter");
            }
        }
    }

    /** Of the texts that are times on SQLite jOOQ makes milliseconds, of a calendar that changes in 1582. */
    private static void readTimes(Record read, Row row) {
        for (int i = 0; read.size() == row.columns().size() && i < read.size(); i++) {
            Field<?> field = read.field(i);
            boolean plain = field != null && field.getConverter().getClass() == IDENTITY;
            Object exact = plain && row.get(i) instanceof String text ? Times.parse(field.getType(), text) : null;
            if (exact != null && !exact.equals(read.get(i))) {
                set(read, i, exact);
            }
        }
    }

    /** As it was read: nobody has changed the record. */
    @SuppressWarnings("unchecked") // the value is of the field's class
    private static void set(Record read, int index, Object value) {
        read.set((Field<Object>) read.field(index), value);
        read.changed(index, false);
    }

    private static boolean isLost(@Nullable Object value, @Nullable Object read) {
        if (value instanceof List<?> elements && read instanceof Object[] array && elements.size() == array.length) {
            return IntStream.range(0, array.length).anyMatch(i -> isLost(elements.get(i), array[i]));
        }
        return value != null && (read == null || (read instanceof Interval && !Intervals.fits(read.getClass(), value)));
    }

    private Field<?>[] fields(Row first) {
        List<Field<?>> fields = ExactJson.fields(query);
        return !fields.isEmpty()
                ? fields.toArray(new Field<?>[0])
                : first.columns().stream()
                        .map(name -> DSL.field(DSL.name(name), Object.class))
                        .toArray(Field<?>[]::new);
    }
}
