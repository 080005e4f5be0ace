package io.databased.jdbc.product;

import io.databased.Json;
import io.databased.spi.SqlSyntax;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.time.Year;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.Temporal;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** H2, which computes in this process. */
final class H2 extends Product {
    private static final Pattern MEMORY = Pattern.compile("jdbc:h2:mem:([^;]*)(.*)", Pattern.DOTALL);
    /** H2 keeps it itself. */
    private static final Pattern STAYS = Pattern.compile(
            "jdbc:h2:mem:[^;]+;(?:.*;)?DB_CLOSE_DELAY=-1(?:;.*)?", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

    H2() {
        super("h2", SqlSyntax.standard().with(SqlSyntax.Feature.SLASH_COMMENTS), new H2Errors(), new H2Values());
    }

    @Override
    public @Nullable MemoryUrl memory(String url) {
        return STAYS.matcher(url).matches() ? null : MemoryUrl.shared("jdbc:h2:mem:", MEMORY.matcher(url));
    }

    @Override
    public TransactionMark mark(Connection connection) {
        return H2Mark.of(connection);
    }

    @Override
    public boolean closingRollsBack() {
        return true;
    }

    /**
     * H2 keeps the queries of a session by their text, and one with a recursive part that has failed, or was told to stop, goes on
     * where it was: it gives fewer rows. With the schema it forgets them.
     */
    @Override
    public void forgetFailed(Connection connection) throws SQLException {
        connection.setSchema(connection.getSchema());
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
        private static final Map<String, Double> NO_NUMBERS =
                Map.of("NaN", Double.NaN, "Infinity", Double.POSITIVE_INFINITY, "-Infinity", Double.NEGATIVE_INFINITY);

        /** The first field is the longest. */
        private static final Pattern INTERVAL = Pattern.compile("INTERVAL '-?(\\d+)[^']*' (DAY|HOUR|MINUTE|SECOND).*");

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
                case Types.DECIMAL, Types.NUMERIC -> H2Values::decimal;
                default ->
                    column.typeName().startsWith("INTERVAL ") ? whole(super.reader(column)) : super.reader(column);
            };
        }

        /** What is no number, as a DECFLOAT may be, comes as a double. */
        private static @Nullable Object decimal(ResultSet result, int index) throws SQLException {
            try {
                return result.getBigDecimal(index);
            } catch (SQLException e) {
                Double none = NO_NUMBERS.get(String.valueOf(result.getString(index)));
                if (none == null) {
                    throw e;
                }
                return none;
            }
        }

        /** Of an interval that is longer than a {@link Duration} can be, H2 makes another one. */
        private static Reader whole(Reader intervals) {
            return (result, index) -> {
                Object value = intervals.read(result, index);
                Matcher parts = value instanceof Duration ? INTERVAL.matcher(result.getString(index)) : null;
                if (parts != null && (!parts.matches() || seconds(parts).bitLength() >= Long.SIZE)) {
                    throw new UnreadableException("an interval that is longer than a Duration can be");
                }
                return value;
            };
        }

        /** Rounded up. */
        private static BigInteger seconds(Matcher parts) {
            ChronoUnit unit = ChronoUnit.valueOf(parts.group(2) + "S");
            return new BigInteger(parts.group(1))
                    .add(BigInteger.ONE)
                    .multiply(BigInteger.valueOf(unit.getDuration().toSeconds()));
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
