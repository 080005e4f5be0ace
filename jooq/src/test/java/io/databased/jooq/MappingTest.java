package io.databased.jooq;

import static io.databased.jooq.Directors.DIRECTORS;
import static io.databased.jooq.Jooq.jooq;
import static io.databased.jooq.Movies.MOVIES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.Records.mapping;
import static org.jooq.impl.DSL.asterisk;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.resultQuery;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectFrom;
import static org.jooq.impl.DSL.table;

import io.databased.Json;
import io.databased.MappingException;
import io.databased.Query;
import io.databased.Row;
import io.databased.jooq.Movies.MoviesRecord;
import java.sql.SQLException;
import java.util.List;
import org.jooq.Configuration;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.Record2;
import org.jooq.SQLDialect;
import org.jooq.exception.DetachedException;
import org.jooq.impl.DefaultConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MappingTest {
    record Movie(String title, Integer year) {}

    private JdbcStore store;

    @BeforeEach
    void open() throws SQLException {
        store = JdbcStore.open("jdbc:sqlite::memory:", "sqlite", SQLDialect.SQLITE);
        Sample.into(store.attached());
    }

    @AfterEach
    void close() throws SQLException {
        store.close();
    }

    @Test
    void theTypesOfTheQueryAreTheTypesOfTheRecords() throws SQLException {
        List<MoviesRecord> movies =
                store.fetch(jooq(selectFrom(MOVIES).where(MOVIES.year.ge(2010)).orderBy(MOVIES.id)));
        List<Record2<String, Integer>> pairs =
                store.fetch(jooq(select(MOVIES.title, MOVIES.year).from(MOVIES).orderBy(MOVIES.id)));

        assertThat(movies).extracting(MoviesRecord::getTitle).containsExactly("Arrival", "Dune");
        assertThat(pairs.get(0).value2()).isEqualTo(2016);
    }

    @Test
    void recordsBecomeAnything() throws SQLException {
        Query<Movie> movies = jooq(select(MOVIES.title, MOVIES.year)
                        .from(MOVIES)
                        .where(MOVIES.id.eq(1)))
                .map(mapping(Movie::new));
        Query<Movie> same = jooq(select(MOVIES.title, MOVIES.year).from(MOVIES).where(MOVIES.id.eq(1)))
                .map(r -> r.into(Movie.class));
        Query<String> titles =
                jooq(select(MOVIES.title).from(MOVIES).where(MOVIES.id.eq(1))).map(Record1::value1);

        assertThat(store.fetch(movies))
                .containsExactly(new Movie("Arrival", 2016))
                .isEqualTo(store.fetch(same));
        assertThat(store.fetch(titles)).containsExactly("Arrival");
    }

    @Test
    void columnsThatAreNotKnownAreAsTheDatabaseGaveThem() throws SQLException {
        Record plain = store.fetch(jooq(resultQuery("select title, year, score from movies where id = ?", 3)))
                .get(0);
        Record star = store.fetch(jooq(select(asterisk()).from(table(name("directors")))))
                .get(0);

        assertThat(plain.intoArray()).containsExactly("Cléo", 1962, 1.0);
        assertThat(plain.get("year", Long.class)).isEqualTo(1962);
        assertThat(star.intoMap()).containsEntry("id", 1).containsEntry("name", "Denis");
    }

    @Test
    void plainSqlTakesItsColumnsByCoercion() throws SQLException {
        Record code = store.fetch(jooq(resultQuery("select code, released from movies where id = 3")
                        .coerce(MOVIES.code, MOVIES.released)))
                .get(0);
        MoviesRecord movie = store.fetch(
                        jooq(resultQuery("select * from movies where id = 3").coerce(MOVIES)))
                .get(0);

        assertThat(code.get(MOVIES.code).getLeastSignificantBits()).isEqualTo(3);
        assertThat(movie.getTitle()).isEqualTo("Cléo");
    }

    @Test
    void jsonReadsAsJson() {
        Record row = jooq(select(MOVIES.tags).from(MOVIES))
                .mapper(store.dialect())
                .map(new PlainRow(List.of("tags"), new Json("[1]")));

        assertThat(row.get(MOVIES.tags).data()).isEqualTo("[1]");
    }

    @Test
    void aQueryForItsEffectLeavesRowsAlone() {
        Row row = new PlainRow(List.of("a"), 1);

        assertThat(jooq(store.attached().query("pragma optimize"))
                        .mapper(store.dialect())
                        .map(row))
                .isSameAs(row);
    }

    @Test
    void aRowThatDoesNotConvertIsAMappingExceptionWithoutTheValue() {
        Query<?> failing =
                jooq(select(MOVIES.title.convertFrom(Integer::valueOf)).from(MOVIES));

        assertThatThrownBy(() -> failing.mapper(store.dialect()).map(new PlainRow(List.of("title"), "secret")))
                .isInstanceOf(MappingException.class)
                .hasMessage("jOOQ cannot read the row; the cause says which field")
                .hasRootCauseInstanceOf(NumberFormatException.class);
    }

    @Test
    void aRecordHasNoConnectionAndSaysWhatToDo() throws SQLException {
        MoviesRecord movie =
                store.fetch(jooq(selectFrom(MOVIES).where(MOVIES.id.eq(1)))).get(0);
        movie.set(MOVIES.year, 1);

        assertThatThrownBy(movie::store)
                .isInstanceOf(DetachedException.class)
                .hasMessageContaining("session.execute(jooq(…))");
    }

    @Test
    void providersOfTheConfigurationCount() throws SQLException {
        Configuration configuration = new DefaultConfiguration();
        configuration.set(new org.jooq.RecordMapperProvider() {
            @Override
            @SuppressWarnings("unchecked")
            public <R extends Record, E> org.jooq.RecordMapper<R, E> provide(
                    org.jooq.RecordType<R> type, Class<? extends E> target) {
                return row -> (E) ("mapped " + row.get(0));
            }
        });

        assertThat(store.fetch(Jooq.with(configuration)
                        .query(select(DIRECTORS.id).from(DIRECTORS).where(DIRECTORS.id.eq(1)))
                        .map(r -> r.into(String.class))))
                .containsExactly("mapped 1");
    }
}
