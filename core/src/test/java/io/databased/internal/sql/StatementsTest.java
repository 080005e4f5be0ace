package io.databased.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.databased.InvalidQueryException;
import io.databased.internal.sql.Statements.Family;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;

/** Whole statements of a grammar: no parameter too many or too few, none refused, no second one missed. */
@Tag("R36")
@Execution(CONCURRENT)
class StatementsTest {
    @Test
    void findsTheParametersOfAStatement() {
        Seeds.forEach(20_000, random -> {
            Family family = Family.values()[random.nextInt(Family.values().length)];
            Statements statements = new Statements(family, random);
            String sql = statements.statement();
            ParsedSql parsed = parse(sql, family);

            assertThat(parsed.parameterCount()).as(family + ": " + sql).isEqualTo(statements.markers());
            assertThat(parsed.sql().replaceAll("<\\d+>", "<>"))
                    .as(family.toString())
                    .isEqualTo(sql.replaceAll(":p\\b", "<>"));
            isSeveral(sql + "; " + statements.statement(), family);
        });
    }

    @Test
    void findsTheEndOfARoutine() {
        Seeds.forEach(20_000, random -> {
            Family family = Family.values()[random.nextInt(Family.values().length)];
            Statements statements = new Statements(family, random);
            String sql = statements.routine();

            assertThatCode(() -> parse(sql, family)).as(family + ": " + sql).doesNotThrowAnyException();
            assertThat(parse(sql + ";", family).parameterCount()).as(sql).isZero();
            isSeveral(sql + "; " + statements.statement(), family);
            isSeveral(sql + ";" + statements.routine(), family);
        });
    }

    private static void isSeveral(String sql, Family family) {
        assertThatThrownBy(() -> parse(sql, family))
                .as(family + ": " + sql)
                .isInstanceOf(InvalidQueryException.class)
                .hasMessageContaining("several statements");
    }

    private static ParsedSql parse(String sql, Family family) {
        return ParsedSql.parse(sql, family.syntax, (index, value, place) -> "<" + index + ">");
    }
}
