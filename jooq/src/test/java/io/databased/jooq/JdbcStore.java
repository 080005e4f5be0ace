package io.databased.jooq;

import io.databased.Dialect;
import io.databased.Json;
import io.databased.Query;
import io.databased.RenderedSql;
import io.databased.RowMapper;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/** A database in memory that is asked by jOOQ with its connection, and by plain JDBC with our queries. */
record JdbcStore(Connection connection, Dialect dialect, DSLContext attached) implements Store {
    static JdbcStore open(String url, String name, SQLDialect jooqDialect) throws SQLException {
        Connection connection = DriverManager.getConnection(url);
        return new JdbcStore(connection, new NamedDialect(name), DSL.using(connection, jooqDialect, SETTINGS));
    }

    @Override
    public <T> List<T> fetch(Query<T> query) throws SQLException {
        RenderedSql statement = query.render(dialect);
        RowMapper<T> mapper = query.mapper(dialect);
        List<T> result = new ArrayList<>();
        try (PreparedStatement prepared = prepare(statement);
                ResultSet rows = prepared.executeQuery()) {
            List<String> columns = new ArrayList<>();
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                columns.add(rows.getMetaData().getColumnLabel(i));
            }
            while (rows.next()) {
                Object[] values = new Object[columns.size()];
                for (int i = 0; i < values.length; i++) {
                    boolean json = rows.getMetaData().getColumnTypeName(i + 1).equals("JSON")
                            && dialect.name().equals("h2");
                    values[i] = json && rows.getString(i + 1) != null
                            ? new Json(rows.getString(i + 1))
                            : plain(rows.getObject(i + 1));
                }
                result.add(mapper.map(new PlainRow(columns, values)));
            }
        }
        return result;
    }

    @Override
    public int execute(Query<?> query) throws SQLException {
        try (PreparedStatement prepared = prepare(query.render(dialect))) {
            return prepared.executeUpdate();
        }
    }

    private PreparedStatement prepare(RenderedSql statement) throws SQLException {
        PreparedStatement prepared = connection.prepareStatement(statement.sql());
        List<?> values = statement.positional() == null ? List.of() : statement.positional();
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            prepared.setObject(i + 1, value instanceof List<?> list ? list.toArray() : value);
        }
        return prepared;
    }

    /** As the SPI wants values. */
    private static Object plain(Object value) throws SQLException {
        if (value instanceof Date date) {
            return date.toLocalDate();
        } else if (value instanceof Time time) {
            return time.toLocalTime();
        } else if (value instanceof Timestamp timestamp) {
            return timestamp.toLocalDateTime();
        } else if (value instanceof Clob clob) {
            return clob.getSubString(1, (int) clob.length());
        } else if (value instanceof Blob blob) {
            return blob.getBytes(1, (int) blob.length());
        } else if (value instanceof Array array) {
            return Arrays.asList((Object[]) array.getArray());
        }
        return value;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
