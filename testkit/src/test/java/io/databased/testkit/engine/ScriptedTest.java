package io.databased.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.DatabaseBuilder;
import io.databased.Queryable;
import io.databased.UpdateResult;
import io.databased.testkit.Futures;
import io.databased.testkit.LeakCheck;
import io.databased.testkit.ScriptedBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;

/** A database on a strict script, which is checked after the test, as is the pool. Everything runs on the test's thread. */
abstract class ScriptedTest {
    final ScriptedBackend backend = ScriptedBackend.strict();
    private final List<Database> databases = new ArrayList<>();

    /** A connected database with default settings. */
    Database connected() {
        return connected(backend.builder());
    }

    Database connected(DatabaseBuilder builder) {
        Database database = builder.build();
        databases.add(database);
        return Futures.await(database.connect());
    }

    static CompletableFuture<UpdateResult> run(Queryable on, String sql) {
        return on.execute(sql);
    }

    /** What happened since the database was connected, connections included. */
    List<String> since(int mark) {
        List<String> log = backend.log();
        return log.subList(mark, log.size());
    }

    int mark() {
        return backend.log().size();
    }

    @AfterEach
    void followsTheScriptAndLeaksNothing() {
        backend.verify();
        for (Database database : databases) {
            if (database.isConnected()) {
                LeakCheck.assertIdle(database);
            }
            database.close();
        }
        assertThat(backend.openConnections()).isZero();
        LeakCheck.assertNoThreads();
    }
}
