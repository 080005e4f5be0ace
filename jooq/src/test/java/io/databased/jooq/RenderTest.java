package io.databased.jooq;

import static io.databased.jooq.Directors.DIRECTORS;
import static io.databased.jooq.Jooq.jooq;
import static io.databased.jooq.Movies.MOVIES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.createTable;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.multiset;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.resultQuery;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectFrom;
import static org.jooq.impl.DSL.update;
import static org.jooq.impl.DSL.val;

import io.databased.Dialect;
import io.databased.InvalidQueryException;
import io.databased.RenderedSql;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jooq.AttachableQueryPart;
import org.jooq.Configuration;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.conf.ParamType;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.conf.StatementType;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RenderTest {
    private static final Dialect SQLITE = new NamedDialect("sqlite");
    private static final Select<?> SECRET = selectFrom(MOVIES).where(MOVIES.title.eq("secret"));

    @Test
    @Tag("R36")
    @Tag("I8")
    void valuesAreBoundNeverInlined() {
        RenderedSql statement = jooq(SECRET).render(SQLITE);

        assertThat(statement.sql()).endsWith("= ?").doesNotContain("secret");
        assertThat(statement.positional())
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .containsExactly("secret");
    }

    @Test
    @Tag("R36")
    void settingsThatInlineAreSetBack() {
        Settings inlining =
                new Settings().withStatementType(StatementType.STATIC_STATEMENT).withParamType(ParamType.INLINED);

        RenderedSql statement = Jooq.with(inlining).query(SECRET).render(SQLITE);

        assertThat(statement.sql()).doesNotContain("secret");
        assertThat(statement.positional())
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .containsExactly("secret");
        assertThat(inlining.getParamType()).isEqualTo(ParamType.INLINED);
    }

    @Test
    @Tag("R37")
    void noValueIsInAnyToString() {
        assertThat(jooq(SECRET).toString()).doesNotContain("secret");
        assertThat(jooq(SECRET).render(SQLITE).toString()).doesNotContain("secret");
        assertThat(JooqBatch.of(SQLITE, List.of(SECRET)).toString()).doesNotContain("secret");
    }

    @Test
    void aQueryWithoutValuesHasNone() {
        assertThat(jooq(selectFrom(MOVIES)).render(SQLITE).positional()).isNull();
    }

    @Test
    void nullsKeepTheirPlaces() {
        RenderedSql statement = jooq(select(val(1), val((String) null), val("x"), val((UUID) null)))
                .render(SQLITE);

        assertThat(statement.positional()).isEqualTo(Arrays.asList(1, null, "x", null));
    }

    @Test
    void aNamedParameterIsBoundWhereverItStands() {
        RenderedSql statement =
                jooq(select(param("a", 1), param("b", 2), param("a", 1))).render(SQLITE);

        assertThat(statement.sql()).doesNotContain(":").contains("?, ?, ?");
        assertThat(statement.positional())
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .containsExactly(1, 2, 1);
    }

    @Test
    void operatorsWithQuestionMarksStayEscaped() {
        RenderedSql statement = jooq(select(MOVIES.id).from(MOVIES).where(condition("tags ?? ?", "x")))
                .render(new NamedDialect("postgresql"));

        assertThat(statement.sql()).contains("tags ?? ?");
        assertThat(statement.positional())
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .containsExactly("x");
    }

    @Test
    void postgresGivesJsonAsText() {
        Dialect postgres = new NamedDialect("postgresql");
        assertThat(jooq(select(MOVIES.id, MOVIES.tags.as("the \"tags\"")).from(MOVIES))
                        .render(postgres)
                        .sql())
                .isEqualTo(
                        "select c0 as \"id\", cast(c1 as text) as \"the \"\"tags\"\"\" from (select \"movies\".\"id\","
                                + " \"movies\".\"tags\" as \"the \"\"tags\"\"\" from \"movies\") as q (c0, c1)");
        assertThat(jooq(deleteFrom(MOVIES).returning(MOVIES.tags))
                        .render(postgres)
                        .sql())
                .isEqualTo("with q (c0) as (delete from \"movies\" returning \"movies\".\"tags\")"
                        + " select cast(c0 as text) as \"tags\" from q");
        assertThat(jooq(select(MOVIES.id).from(MOVIES)).render(postgres).sql())
                .isEqualTo("select \"movies\".\"id\" from \"movies\"");
    }

    @Test
    void definitionsCarryTheirValues() {
        RenderedSql statement = jooq(createTable("t")
                        .column("a", SQLDataType.VARCHAR(9).defaultValue("it's")))
                .render(SQLITE);

        assertThat(statement.sql()).contains("'it''s'").doesNotContain("?");
        assertThat(statement.positional()).isNull();
    }

    @Test
    void asManyValuesAsTheDatabaseTakesAreBound() {
        assertThat(jooq(selectFrom(MOVIES).where(MOVIES.id.in(ids(32_766))))
                        .render(SQLITE)
                        .positional())
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(32_766);
    }

    @Test
    @Tag("R36")
    void moreValuesThanTheDatabaseTakesAreRefused() {
        assertThatThrownBy(() -> jooq(selectFrom(MOVIES).where(MOVIES.id.in(ids(32_767))))
                        .render(SQLITE))
                .isInstanceOf(InvalidQueryException.class)
                .hasMessage("the query has 32767 values to bind, sqlite takes at most 32766; split it, or run it with"
                        + " executeMany");
    }

    private static List<Integer> ids(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mysql", "hsqldb", "derby"})
    void returningIsRefusedWhereItTakesTwoStatements(String name) {
        Dialect dialect = new NamedDialect(name);

        for (org.jooq.ResultQuery<? extends Record> query : List.of(
                insertInto(DIRECTORS, DIRECTORS.name).values("x").returning(),
                update(DIRECTORS).set(DIRECTORS.name, "x").returning(),
                deleteFrom(DIRECTORS).returning())) {
            assertThatThrownBy(() -> jooq(query).render(dialect))
                    .isInstanceOf(InvalidQueryException.class)
                    .hasMessageStartingWith(name + " has no RETURNING for this statement")
                    .hasMessageContaining("select the rows in the same session");
        }
    }

    @Test
    void mariadbReturnsFromInsertAndDeleteButNotFromUpdate() {
        Dialect mariadb = new NamedDialect("mariadb");

        assertThat(jooq(deleteFrom(DIRECTORS).returning()).render(mariadb).sql())
                .contains(" returning ");
        assertThat(jooq(insertInto(DIRECTORS, DIRECTORS.name).values("x").returning())
                        .render(mariadb)
                        .sql())
                .contains(" returning ");
        assertThatThrownBy(() -> jooq(update(DIRECTORS).set(DIRECTORS.name, "x").returning())
                        .render(mariadb))
                .isInstanceOf(InvalidQueryException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mysql", "mariadb", "postgresql", "sqlite", "h2"})
    void nestedCollectionsAreOneStatement(String name) {
        assertThat(jooq(select(multiset(select(MOVIES.id).from(MOVIES))))
                        .render(new NamedDialect(name))
                        .sql())
                .startsWith("select ")
                .doesNotContain(";");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "mysql", "h2", "duckdb", "oracle", "never heard of"})
    void everyDatabaseHasADialect(String name) {
        assertThat(jooq(SECRET).render(new NamedDialect(name)).positional())
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .containsExactly("secret");
    }

    @Test
    void settingsOfTheUserCount() {
        Jooq unquoted = Jooq.with(new Settings().withRenderQuotedNames(RenderQuotedNames.NEVER));

        assertThat(unquoted.query(select(DIRECTORS.id).from(DIRECTORS))
                        .render(SQLITE)
                        .sql())
                .isEqualTo("select directors.id from directors");
    }

    @Test
    void aQueryIsNotAttachedByBeingRun() {
        Select<?> query = select(MOVIES.id).from(MOVIES);
        Configuration before = ((AttachableQueryPart) query).configuration();

        jooq(query).render(SQLITE);
        jooq(query).mapper(SQLITE).map(new PlainRow(List.of("id"), 1));

        assertThat(((AttachableQueryPart) query).configuration()).isSameAs(before);
    }

    @Test
    void plainSqlIsLeftAsItIs() {
        RenderedSql statement =
                jooq(resultQuery("select ':x', '?' -- it's ?\n where 1 = ?", 1)).render(SQLITE);

        assertThat(statement.sql()).isEqualTo("select ':x', '?' -- it's ?\n where 1 = ?");
        assertThat(statement.positional())
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .containsExactly(1);
    }

    @Test
    void aBatchIsOneSqlWithManySetsOfValues() {
        JooqBatch batch = JooqBatch.of(
                SQLITE,
                List.of(
                        insertInto(DIRECTORS, DIRECTORS.id, DIRECTORS.name).values(1, "a"),
                        insertInto(DIRECTORS, DIRECTORS.id, DIRECTORS.name).values(2, (String) null)));

        assertThat(batch.sql()).startsWith("insert into ").endsWith("values (?, ?)");
        assertThat(batch.values()).isEqualTo(List.of(List.of(1, "a"), Arrays.asList(2, null)));
    }

    @Test
    void aBatchOfDifferentQueriesIsRefused() {
        assertThatThrownBy(() -> JooqBatch.of(
                        SQLITE,
                        List.of(deleteFrom(DIRECTORS), deleteFrom(DIRECTORS).where(DIRECTORS.id.eq(1)))))
                .isInstanceOf(InvalidQueryException.class)
                .hasMessageStartingWith("query 2 of the batch");
        assertThatThrownBy(() -> JooqBatch.of(SQLITE, List.of()))
                .isInstanceOf(InvalidQueryException.class)
                .hasMessageStartingWith("the batch has no queries");
    }
}
