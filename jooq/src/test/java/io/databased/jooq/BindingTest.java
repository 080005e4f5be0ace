package io.databased.jooq;

import static io.databased.jooq.Jooq.jooq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;

import io.databased.Dialect;
import io.databased.InvalidQueryException;
import io.databased.MappingException;
import io.databased.Row;
import java.math.BigDecimal;
import java.net.URI;
import java.sql.Date;
import java.sql.JDBCType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import org.jooq.BindingGetResultSetContext;
import org.jooq.BindingSetStatementContext;
import org.jooq.Converter;
import org.jooq.DataType;
import org.jooq.SQLDialect;
import org.jooq.Select;
import org.jooq.impl.AbstractBinding;
import org.jooq.impl.SQLDataType;
import org.jooq.tools.jdbc.MockArray;
import org.junit.jupiter.api.Test;

/** What a binding, jOOQ's or a user's, may do with a statement and a result set. */
class BindingTest {
    private static final Dialect SQLITE = new NamedDialect("sqlite");

    private interface Setter {
        void set(PreparedStatement statement, int index) throws SQLException;
    }

    private interface Getter {
        Object get(ResultSet result) throws SQLException;
    }

    private static List<?> bound(Setter... setters) throws SQLException {
        BoundValues values = new BoundValues();
        for (int i = 0; i < setters.length; i++) {
            setters[i].set(values, i + 1);
        }
        return values.values();
    }

    private static Object read(Object value, Getter getter) throws SQLException {
        RowResultSet result = new RowResultSet(SQLDialect.DEFAULT);
        result.moveTo(new PlainRow(List.of("a"), new Object[] {value}));
        return getter.get(result);
    }

    @Test
    void settersKeepPlainValues() throws SQLException {
        assertThat(bound(
                        (s, i) -> s.setBoolean(i, true),
                        (s, i) -> s.setByte(i, (byte) 1),
                        (s, i) -> s.setShort(i, (short) 2),
                        (s, i) -> s.setInt(i, 3),
                        (s, i) -> s.setLong(i, 4),
                        (s, i) -> s.setFloat(i, 0.5f),
                        (s, i) -> s.setDouble(i, 1.5),
                        (s, i) -> s.setBigDecimal(i, new BigDecimal("2.50")),
                        (s, i) -> s.setString(i, "x"),
                        (s, i) -> s.setNString(i, "y"),
                        (s, i) -> s.setNull(i, Types.INTEGER),
                        (s, i) -> s.setNull(i, Types.OTHER, "mood")))
                .isEqualTo(Arrays.asList(
                        true, (byte) 1, (short) 2, 3, 4L, 0.5f, 1.5, new BigDecimal("2.50"), "x", "y", null, null));
    }

    @Test
    void settersTurnTypesOfJdbcIntoPlainOnes() throws SQLException {
        Date date = Date.valueOf("2024-02-29");

        assertThat(bound(
                        (s, i) -> s.setDate(i, date),
                        (s, i) -> s.setTime(i, Time.valueOf("01:02:03")),
                        (s, i) -> s.setTimestamp(i, Timestamp.valueOf("2024-02-29 01:02:03.004")),
                        (s, i) -> s.setObject(i, date),
                        (s, i) -> s.setObject(i, date, Types.DATE),
                        (s, i) -> s.setObject(i, date, Types.DATE, 0),
                        (s, i) -> s.setObject(i, date, JDBCType.DATE),
                        (s, i) -> s.setObject(i, date, JDBCType.DATE, 0),
                        (s, i) -> s.setArray(
                                i, new MockArray<>(SQLDialect.H2, new Object[] {1, date, null}, Object[].class)),
                        (s, i) -> s.setDate(i, null)))
                .usingRecursiveComparison()
                .isEqualTo(Arrays.asList(
                        LocalDate.of(2024, 2, 29),
                        LocalTime.of(1, 2, 3),
                        LocalDateTime.of(2024, 2, 29, 1, 2, 3, 4_000_000),
                        LocalDate.of(2024, 2, 29),
                        LocalDate.of(2024, 2, 29),
                        LocalDate.of(2024, 2, 29),
                        LocalDate.of(2024, 2, 29),
                        LocalDate.of(2024, 2, 29),
                        new Object[] {1, LocalDate.of(2024, 2, 29), null},
                        null));
    }

    @Test
    void bytesAreBoundPlainlyOrAsALargeObject() throws SQLException {
        assertThat(bound((s, i) -> s.setBytes(i, new byte[] {1}), (s, i) -> {
                    java.sql.Blob blob = s.getConnection().createBlob();
                    blob.setBytes(1, new byte[] {2, 3});
                    s.setBlob(i, blob);
                    blob.free();
                }))
                .usingRecursiveComparison()
                .isEqualTo(List.of(new byte[] {1}, new byte[] {2, 3}));
    }

    @Test
    void gettersConvertAsDriversDo() throws SQLException {
        assertThat(read(7L, r -> r.getInt(1))).isEqualTo(7);
        assertThat(read(7, r -> r.getLong(1))).isEqualTo(7L);
        assertThat(read("7", r -> r.getShort(1))).isEqualTo((short) 7);
        assertThat(read(7.0, r -> r.getByte(1))).isEqualTo((byte) 7);
        assertThat(read(true, r -> r.getInt(1))).isEqualTo(1);
        assertThat(read(1, r -> r.getDouble(1))).isEqualTo(1.0);
        assertThat(read("0.5", r -> r.getFloat(1))).isEqualTo(0.5f);
        assertThat(read(2, r -> r.getBoolean(1))).isEqualTo(true);
        assertThat(read("true", r -> r.getBoolean(1))).isEqualTo(true);
        assertThat(read(0L, r -> r.getBoolean(1))).isEqualTo(false);
        assertThat(read(7L, r -> r.getString(1))).isEqualTo("7");
        assertThat(read("é".getBytes(java.nio.charset.StandardCharsets.UTF_8), r -> r.getNString(1)))
                .isEqualTo("é");
        assertThat(read("1.50", r -> r.getBigDecimal(1))).isEqualTo(new BigDecimal("1.50"));
        assertThat(read("é", r -> r.getBytes(1))).isEqualTo("é".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(read(LocalDate.of(2024, 2, 29), r -> r.getDate(1))).isEqualTo(Date.valueOf("2024-02-29"));
        assertThat(read("2024-02-29", r -> r.getDate(1))).isEqualTo(Date.valueOf("2024-02-29"));
        assertThat(read(LocalTime.of(1, 2), r -> r.getTime(1))).isEqualTo(Time.valueOf("01:02:00"));
        assertThat(read(LocalDateTime.of(2024, 2, 29, 1, 2), r -> r.getTimestamp(1)))
                .isEqualTo(Timestamp.valueOf("2024-02-29 01:02:00"));
        assertThat(read(List.of(1, 2), r -> r.getArray(1).getArray())).isEqualTo(new Object[] {1, 2});
        assertThat(read("x", r -> r.getObject(1))).isEqualTo("x");
        assertThat(read("x", r -> r.getObject(1, String.class))).isEqualTo("x");
        assertThatThrownBy(() -> read("x", r -> r.getObject(1, Integer.class)))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("column 1 is a java.lang.String, not a java.lang.Integer");
    }

    @Test
    void nullReadsAsJdbcsNull() throws SQLException {
        for (Getter getter : List.<Getter>of(
                r -> r.getString(1),
                r -> r.getBytes(1),
                r -> r.getBlob(1),
                r -> r.getDate(1),
                r -> r.getTime(1),
                r -> r.getTimestamp(1),
                r -> r.getBigDecimal(1),
                r -> r.getArray(1),
                r -> r.getObject(1),
                r -> r.getObject(1, String.class))) {
            assertThat(read(null, getter)).isNull();
        }
        assertThat(read(null, r -> r.getInt(1) + " " + r.wasNull())).isEqualTo("0 true");
        assertThat(read(null, r -> r.getDouble(1) + " " + r.wasNull())).isEqualTo("0.0 true");
        assertThat(read(null, r -> r.getBoolean(1) + " " + r.wasNull())).isEqualTo("false true");
        assertThat(read(1, r -> r.getInt(1) + " " + r.wasNull())).isEqualTo("1 false");
    }

    @Test
    void aBindingOfTheUserWritesAndReads() {
        Select<?> query = select(val(URI.create("https://a.example"), uri(false)), field(name("u"), uri(false)));
        Row row = new PlainRow(List.of("v", "u"), "https://b.example", "https://c.example");

        assertThat(jooq(query).render(SQLITE).positional()).isEqualTo(List.of("https://a.example"));
        assertThat(jooq(query).mapper(SQLITE).map(row).get(1)).isEqualTo(URI.create("https://c.example"));
    }

    @Test
    void whatABindingCannotDoIsRefusedAndExplained() {
        Select<?> query = select(val(URI.create("https://secret.example"), uri(true)));
        Row row = new PlainRow(List.of("v"), "https://secret.example");

        assertThatThrownBy(() -> jooq(query).render(SQLITE))
                .isInstanceOf(InvalidQueryException.class)
                .hasMessage("jOOQ cannot express the query for sqlite; the cause says which part")
                .rootCause()
                .hasMessageContaining("is not a plain setter");
        assertThatThrownBy(() -> jooq(query).mapper(SQLITE).map(row))
                .isInstanceOf(MappingException.class)
                .rootCause()
                .hasMessageContaining("is not a plain getter by index");
    }

    private static DataType<URI> uri(boolean streaming) {
        return SQLDataType.VARCHAR.asConvertedDataType(new UriBinding(streaming));
    }

    private static final class UriBinding extends AbstractBinding<String, URI> {
        private static final long serialVersionUID = 1L;

        private final boolean streaming;

        UriBinding(boolean streaming) {
            this.streaming = streaming;
        }

        @Override
        public Converter<String, URI> converter() {
            return Converter.ofNullable(String.class, URI.class, URI::create, URI::toString);
        }

        @Override
        public void set(BindingSetStatementContext<URI> ctx) throws SQLException {
            if (streaming) {
                ctx.statement().setCharacterStream(ctx.index(), new java.io.StringReader("x"));
            } else {
                ctx.statement().setString(ctx.index(), ctx.value().toString());
            }
        }

        @Override
        public void get(BindingGetResultSetContext<URI> ctx) throws SQLException {
            if (streaming) {
                ctx.resultSet().getCharacterStream(ctx.index());
            }
            ctx.value(URI.create(ctx.resultSet().getString(ctx.index())));
        }
    }
}
