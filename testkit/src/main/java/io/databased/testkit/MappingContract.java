package io.databased.testkit;

import static io.databased.Sql.sql;
import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.Converter;
import io.databased.Database;
import io.databased.MappingException;
import io.databased.Row;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rows and what becomes of them. */
public interface MappingContract extends DatabaseContract {
    /** A row of the tests. */
    record Movie(long id, String title, Integer released) {}

    /** A component without a column. */
    record Sequel(String title, String sequelOf) {}

    /** Something stored as its name. */
    enum Genre {
        HORROR,
        SCIENCE_FICTION
    }

    /** A type of the user's. */
    record Stars(int count) {}

    /** One row of the one sample, read by the query. */
    private Row sample(Database database, String column, @Nullable Object value) {
        await(database.execute("INSERT INTO samples (" + column + ") VALUES (?)", Collections.singletonList(value)));
        return await(database.fetchOne("SELECT " + column + " AS it FROM samples ORDER BY id DESC"))
                .orElseThrow();
    }

    @Test
    @Tag("S26")
    default void duplicateColumnNamesAreKeptByIndexAndAnErrorByName(Database database) {
        await(insert(database, "Alien"));

        Row row = await(database.fetchOne("SELECT title AS a, id AS a FROM movies"))
                .orElseThrow();

        assertThat(row.columns()).hasSize(2);
        assertThat(row.get(0)).isEqualTo("Alien");
        assertThat(row.get(1, Long.class)).isPositive();
        assertThatThrownBy(() -> row.get("a")).isInstanceOf(MappingException.class);
        assertThatThrownBy(row::toMap).isInstanceOf(MappingException.class);
    }

    @Test
    @Tag("S24")
    default void rowsAreReadByNameIndexAndAsMap(Database database) {
        await(database.execute("INSERT INTO movies (title, released) VALUES ('Alien', 1979)"));

        Row row = await(database.fetchOne("SELECT title, released FROM movies")).orElseThrow();

        assertThat(row.getString("TITLE")).isEqualTo("Alien");
        assertThat(row.getInt("released")).isEqualTo(1979);
        assertThat(row.getLong("released")).isEqualTo(1979L);
        assertThat(row.get(1, Integer.class)).isEqualTo(1979);
        assertThat(row.toMap()).hasSize(2).containsValue("Alien");
        assertThatThrownBy(() -> row.get("director"))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("director");
    }

    @Test
    @Tag("S24")
    default void rowsBecomeRecords(Database database) {
        await(database.execute("INSERT INTO movies (title, released) VALUES ('Alien', 1979)"));
        await(insert(database, "Aliens"));

        List<Movie> movies = await(database.fetchAll(
                sql("SELECT id, title, released FROM movies ORDER BY id").mapTo(Movie.class)));

        assertThat(movies).extracting(Movie::title).containsExactly("Alien", "Aliens");
        assertThat(movies).extracting(Movie::released).containsExactly(1979, null);
    }

    @Test
    @Tag("S24")
    default void snakeCaseColumnsBecomeCamelCaseComponents(Database database) {
        await(insert(database, "Aliens"));

        Sequel sequel = await(database.fetchOne(
                        sql("SELECT title, 'Alien' AS sequel_of FROM movies").mapTo(Sequel.class)))
                .orElseThrow();

        assertThat(sequel).isEqualTo(new Sequel("Aliens", "Alien"));
    }

    @Test
    @Tag("R14")
    default void failedMappingLeavesTheSessionHealthy(Database database) {
        await(database.session(session -> {
            await(insert(session, "Alien"));
            failure(session.fetchAll(sql("SELECT title FROM movies").mapTo(Sequel.class)), MappingException.class);
            return insert(session, "Aliens");
        }));

        assertThat(titles(database)).containsExactly("Alien", "Aliens");
    }

    @Test
    @Tag("R14")
    default void whatMapperThrowsComesOut(Database database) {
        await(insert(database, "Alien"));
        IllegalStateException thrown = new IllegalStateException("of the mapper");

        assertThat(failure(
                        database.fetchAll(sql("SELECT title FROM movies").map(row -> {
                            throw thrown;
                        })),
                        IllegalStateException.class))
                .isSameAs(thrown);
    }

    @Test
    @Tag("S24")
    default void numbersComeBackExactly(Database database) {
        assertThat(sample(database, "whole_number", Long.MAX_VALUE).getLong("it"))
                .isEqualTo(Long.MAX_VALUE);
        assertThat(sample(database, "whole_number", Long.MIN_VALUE).getLong("it"))
                .isEqualTo(Long.MIN_VALUE);
        assertThat(sample(database, "fraction", 0.1).getDouble("it")).isEqualTo(0.1);
        BigDecimal exact = new BigDecimal("12345678901234567890.0123456789");
        assertThat(sample(database, "exact", exact).get("it", BigDecimal.class)).isEqualByComparingTo(exact);
    }

    @Test
    @Tag("S24")
    default void numbersThatDoNotFitAreRefused(Database database) {
        Row row = sample(database, "whole_number", Long.MAX_VALUE);

        assertThatThrownBy(() -> row.getInt("it")).isInstanceOf(MappingException.class);
        assertThat(row.get("it", BigDecimal.class)).isEqualByComparingTo(BigDecimal.valueOf(Long.MAX_VALUE));
    }

    @Test
    @Tag("S24")
    default void textsComeBackAsTheyWere(Database database) {
        for (String text : List.of("", " ", "it's", "line\nbreak", "ünïcödé \uD83D\uDC7D", "\\", "%_", "NULL")) {
            assertThat(sample(database, "words", text).getString("it")).isEqualTo(text);
        }
    }

    @Test
    @Tag("S24")
    default void nullIsNullAndRefusedByPrimitiveGetters(Database database) {
        Row row = sample(database, "whole_number", null);

        assertThat(row.get("it")).isNull();
        assertThat(row.get("it", Long.class)).isNull();
        assertThatThrownBy(() -> row.getLong("it")).isInstanceOf(MappingException.class);
    }

    @Test
    @Tag("S24")
    default void booleansAndBytesComeBack(Database database) {
        byte[] bytes = {0, 1, -1, 127, -128};

        assertThat(sample(database, "flag", true).getBoolean("it")).isTrue();
        assertThat(sample(database, "flag", false).getBoolean("it")).isFalse();
        assertThat(sample(database, "bytes", bytes).get("it", byte[].class)).isEqualTo(bytes);
    }

    @Test
    @Tag("S24")
    default void textColumnsKeepTimesIdentifiersAndEnums(Database database) {
        LocalDate day = LocalDate.of(1979, 5, 25);
        LocalDateTime time = LocalDateTime.of(1979, 5, 25, 20, 15, 30, 123_456_000);
        Instant instant = Instant.parse("1979-05-25T20:15:30.123456Z");
        UUID uuid = UUID.fromString("6f1f8f2e-4c2b-4b50-9c0e-0a4f0e3a7c11");

        assertThat(sample(database, "words", day.toString()).get("it", LocalDate.class))
                .isEqualTo(day);
        assertThat(sample(database, "words", time.toString()).get("it", LocalDateTime.class))
                .isEqualTo(time);
        assertThat(sample(database, "words", instant.toString()).get("it", Instant.class))
                .isEqualTo(instant);
        assertThat(sample(database, "words", uuid.toString()).get("it", UUID.class))
                .isEqualTo(uuid);
        assertThat(sample(database, "words", Genre.HORROR).get("it", Genre.class))
                .isEqualTo(Genre.HORROR);
        assertThatThrownBy(() -> sample(database, "words", "WESTERN").get("it", Genre.class))
                .isInstanceOf(MappingException.class)
                .hasMessageNotContaining("WESTERN");
    }

    @Test
    @Tag("S24")
    default void converterBindsAndReadsTheUsersType() {
        Converter<Stars, Long> converter = new Converter<>() {
            @Override
            public Class<Stars> type() {
                return Stars.class;
            }

            @Override
            public Class<Long> databaseType() {
                return Long.class;
            }

            @Override
            public Long toDatabase(Stars value) {
                return (long) value.count();
            }

            @Override
            public Stars fromDatabase(Long value) {
                return new Stars(value.intValue());
            }
        };
        try (Database database = open(underTest().converter(converter))) {
            assertThat(sample(database, "whole_number", new Stars(5)).get("it", Stars.class))
                    .isEqualTo(new Stars(5));
        }
    }

    @Test
    @Tag("R37")
    default void mappingErrorsNameColumnsAndNotValues(Database database) {
        await(insert(database, "canary-4711"));
        Row row = await(database.fetchOne("SELECT title FROM movies")).orElseThrow();

        assertThatThrownBy(() -> row.get("title", Integer.class))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("title")
                .hasMessageNotContaining("canary");
    }
}
