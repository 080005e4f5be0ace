package io.databased.jdbc.product;

import io.databased.Json;
import io.databased.spi.SqlSyntax;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Year;
import java.time.temporal.ChronoField;
import java.time.temporal.Temporal;
import java.util.List;

/** H2, which computes in this process. */
final class H2 extends Product {
    H2() {
        super("h2", SqlSyntax.standard().with(SqlSyntax.Feature.SLASH_COMMENTS), new H2Errors(), new H2Values());
    }

    @Override
    public TransactionMark mark(Connection connection) {
        return H2Mark.of(connection);
    }

    @Override
    public boolean closingRollsBack() {
        return true;
    }

    @Override
    public Signal signal(Connection connection) {
        return Signal.ofStatement(Signal.Spent.AT_ONCE);
    }

    @Override
    public Streaming streaming(Connection connection) {
        return new LazyStreaming(connection);
    }

    /**
     * H2 has a session setting, without which a result is gathered in memory (or, for a database on disk, in a temporary
     * file).
     */
    private static final class LazyStreaming extends Streaming {
        private final Connection connection;

        LazyStreaming(Connection connection) {
            super(connection);
            this.connection = connection;
        }

        @Override
        public PreparedStatement prepare(String sql) throws SQLException {
            set("SET LAZY_QUERY_EXECUTION 1");
            return super.prepare(sql);
        }

        @Override
        public void end() throws SQLException {
            set("SET LAZY_QUERY_EXECUTION 0");
        }

        private void set(String sql) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }
    }

    private static final class H2Values extends Values {
        /** H2 takes a string for a JSON string, and bytes for the text of any JSON value. */
        @Override
        void bindJson(PreparedStatement statement, int index, Json json) throws SQLException {
            statement.setBytes(index, (byte[]) element(json));
        }

        /** Bytes, of which the driver would make an object of any class. Beyond Java's years it gives the last that Java has. */
        @Override
        public Reader reader(Column column) {
            return switch (column.type()) {
                case Types.JAVA_OBJECT -> ResultSet::getBytes;
                case Types.DATE, Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE -> kept(super.reader(column));
                default -> super.reader(column);
            };
        }

        private static Reader kept(Reader times) {
            return (result, index) -> {
                Object time = times.read(result, index);
                boolean last =
                        time instanceof Temporal temporal && Math.abs(temporal.get(ChronoField.YEAR)) == Year.MAX_VALUE;
                if (last && !result.getString(index).matches("-?9{9}-.*")) {
                    throw new UnreadableException("a year that Java's types do not have");
                }
                return time;
            };
        }

        /** As plain objects: of an {@link java.sql.Array} H2 takes the elements as the dates and times of {@code java.sql}. */
        @Override
        void bindArray(PreparedStatement statement, int index, List<?> list) throws SQLException {
            statement.setObject(index, ArrayElements.of(list, this::element));
        }

        @Override
        Object element(Object value) {
            return value instanceof Json json ? json.text().getBytes(StandardCharsets.UTF_8) : value;
        }
    }
}
