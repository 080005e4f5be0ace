package io.databased.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.databased.InvalidQueryException;
import io.databased.internal.sql.Statements.Family;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;

@Execution(CONCURRENT)
final class ScriptStatementTest {
    private static List<ScriptStatement> split(String script, Family family) {
        return ScriptStatement.of(script, family.syntax);
    }

    @Test
    void isPartedAtSemicolonsThatEndAStatement() {
        String script = """
                -- the schema; of films
                CREATE TABLE t (a text DEFAULT ';', "b;" text); /* one; two */
                ;;
                INSERT INTO t VALUES ('a;''b', 'c');

                UPDATE t SET a = 'x'
                """;

        for (Family family : Family.values()) {
            assertThat(split(script, family))
                    .as(family.toString())
                    .containsExactly(
                            new ScriptStatement("CREATE TABLE t (a text DEFAULT ';', \"b;\" text)", 2),
                            new ScriptStatement("INSERT INTO t VALUES ('a;''b', 'c')", 4),
                            new ScriptStatement("UPDATE t SET a = 'x'\n", 6));
        }
    }

    @Test
    void nothingIsNoStatement() {
        assertThat(split("", Family.SQLITE)).isEmpty();
        assertThat(split(" ; -- nothing\n ;", Family.SQLITE)).isEmpty();
    }

    /** As many as there are, with routines among them, whatever the family. */
    @Test
    void findsEachStatementOfAGrammar() {
        Seeds.forEach(20_000, random -> {
            Family family = Family.values()[random.nextInt(Family.values().length)];
            Statements statements = new Statements(family, random);
            List<String> written = new ArrayList<>();
            for (int i = 1 + random.nextInt(4); i > 0; i--) {
                written.add(random.nextInt(3) == 0 ? statements.routine() : statements.statement());
            }

            List<String> found = split(String.join(";\n", written), family).stream()
                    .map(ScriptStatement::sql)
                    .toList();

            assertThat(found).as("%s", family).hasSameSizeAs(written);
            for (int i = 0; i < found.size(); i++) {
                assertThat(written.get(i))
                        .as("%s", family)
                        .contains(found.get(i).strip());
            }
        });
    }

    @Test
    void whatDoesNotEndIsRefused() {
        assertThatThrownBy(() -> split("SELECT 1; SELECT 'a; SELECT 2", Family.SQLITE))
                .isInstanceOf(InvalidQueryException.class);
    }
}
