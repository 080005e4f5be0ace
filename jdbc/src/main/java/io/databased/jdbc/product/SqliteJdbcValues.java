package io.databased.jdbc.product;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * SQLite's values have classes of their own, whatever their column is declared as; its driver tells the type of a column by the first
 * row, and reads the others as if they were of that type.
 */
final class SqliteJdbcValues extends Values {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSSSSS", Locale.ROOT);

    @Override
    void bind(PreparedStatement statement, int index, Object value) throws SQLException {
        if ((value instanceof Double || value instanceof Float) && Double.isNaN(((Number) value).doubleValue())) {
            throw new RefusedException("SQLite has no NaN: it would store null", "22003");
        }
        OffsetDateTime instant = instant(value);
        if (instant != null) {
            statement.setString(index, TIME.format(instant.withOffsetSameInstant(ZoneOffset.UTC)) + 'Z');
        } else if (value instanceof LocalDateTime time) {
            statement.setString(index, time.toLocalDate() + " " + DateTimeFormatter.ISO_LOCAL_TIME.format(time));
        } else {
            super.bind(statement, index, value);
        }
    }

    private static @Nullable OffsetDateTime instant(Object value) {
        if (value instanceof Instant instant) {
            return instant.atOffset(ZoneOffset.UTC);
        }
        return value instanceof ZonedDateTime zoned
                ? zoned.toOffsetDateTime()
                : value instanceof OffsetDateTime time ? time : null;
    }

    @Override
    public Reader reader(Column column) {
        return SqliteJdbcValues::read;
    }

    private static @Nullable Object read(ResultSet result, int column) throws SQLException {
        Object value = result.getObject(column);
        return value instanceof Integer number ? (Object) number.longValue() : value;
    }

    /** An upsert that updated, and a table without rowids, give none. */
    @Override
    public boolean givesKeyAgain(Connection connection, String sql) throws SQLException {
        InsertText text = InsertText.of(sql);
        if (text.mayUpdate() || text.table() == null) {
            return false;
        }
        try (PreparedStatement question = connection.prepareStatement(
                "SELECT min(type = 'table' AND wr = 0) FROM pragma_table_list WHERE name = ? COLLATE NOCASE")) {
            question.setString(1, text.table());
            try (ResultSet answer = question.executeQuery()) {
                return answer.next() && answer.getInt(1) == 1;
            }
        }
    }

    /** It may be that of an earlier statement: of one that inserts without rowids, or updates, SQLite tells none. */
    @Override
    public @Nullable Object lastKey(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("SELECT last_insert_rowid()")) {
            return answer.next() ? (Object) answer.getLong(1) : null;
        }
    }
}
