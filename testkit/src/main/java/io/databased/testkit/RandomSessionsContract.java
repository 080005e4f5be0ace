package io.databased.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The same seeded random programs of sessions end in the same table on every database, whatever fails or is cancelled in
 * them: the one that a stack of maps comes to. Without savepoints the programs have no child sessions.
 */
public interface RandomSessionsContract extends DatabaseContract {
    /** How many seeds are run, each of them three programs. */
    default int seeds() {
        return 60;
    }

    @Test
    @Tag("R5")
    @Tag("R10")
    @Tag("R14")
    default void randomProgramsAgreeWithStackOfMaps(Database database) {
        Seeds.each(seeds(), random -> check(random, database));
    }

    /** Runs programs one after the other; each must leave and have read what a map would. */
    static void check(Random random, Database database) {
        int deepest = database.dialect().savepoints() ? Program.DEEPEST : 0;
        Map<String, Integer> table = new TreeMap<>();
        for (String key : ProgramRunner.table(database).keySet()) {
            Futures.await(database.execute(ModelBackend.DELETE, List.of(key)));
        }
        for (int i = 0; i < 3; i++) {
            Program program = Program.random(random, deepest);
            Program.Expectation expected = program.expectation(table);

            ProgramRunner.Outcome outcome = ProgramRunner.run(program, database);

            assertThat(outcome.succeeded()).as("success of %s", program).isEqualTo(expected.succeeds());
            assertThat(outcome.reads()).as("reads of %s", program).isEqualTo(expected.reads());
            assertThat(ProgramRunner.table(database))
                    .as("table after %s", program)
                    .isEqualTo(expected.table());
            table = expected.table();
        }
    }
}
