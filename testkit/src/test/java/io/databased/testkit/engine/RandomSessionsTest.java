package io.databased.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.DatabaseBuilder;
import io.databased.testkit.Futures;
import io.databased.testkit.LeakCheck;
import io.databased.testkit.ModelBackend;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Random programs of nested sessions come to what a stack of maps comes to, whatever fails or is cancelled in them. */
@Tag("R5")
@Tag("R10")
@Tag("R14")
final class RandomSessionsTest {
    private static final String CREATE = "CREATE TABLE model (k TEXT PRIMARY KEY, v INTEGER)";

    private static Database connected(DatabaseBuilder builder) {
        return Futures.await(builder.build().connect());
    }

    @Test
    void modelAgreesWithStackOfMaps() {
        ModelBackend backend = new ModelBackend();
        try (Database database = connected(backend.builder())) {
            Seeds.each(6000, random -> check(random, database));
            LeakCheck.assertIdle(database);
        }
    }

    @Test
    @Tag("R27")
    void modelAgreesWithStackOfMapsInForceRollback() {
        ModelBackend backend = new ModelBackend();
        try (Database database = connected(backend.builder().forceRollback())) {
            Seeds.each(3000, random -> check(random, database));
        }
        assertThat(backend.committed()).isEmpty();
    }

    @Test
    void sqliteAgreesWithStackOfMaps() {
        try (Database database = connected(Database.builder("sqlite:///:memory:"))) {
            Futures.await(database.execute(CREATE));
            Seeds.each(1000, random -> check(random, database));
            LeakCheck.assertIdle(database);
        }
    }

    @Test
    @Tag("R27")
    void sqliteAgreesWithStackOfMapsInForceRollback() {
        try (Database database =
                connected(Database.builder("sqlite:///:memory:").forceRollback())) {
            Futures.await(database.execute(CREATE));
            Seeds.each(500, random -> check(random, database));
        }
    }

    private static void check(Random random, Database database) {
        Map<String, Integer> table = new TreeMap<>();
        for (String key : ProgramRunner.table(database).keySet()) {
            Futures.await(database.execute(ModelBackend.DELETE, List.of(key)));
        }
        for (int i = 0; i < 3; i++) {
            Program program = Program.random(random);
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
