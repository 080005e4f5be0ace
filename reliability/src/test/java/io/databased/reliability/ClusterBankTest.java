package io.databased.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.servers.LocalServer;
import io.databased.testkit.LeakCheck;
import io.databased.testkit.Seeds;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;

/** A bank on a cluster, something of which fails: nothing that was acknowledged is lost, and work goes on. */
@Tag("cluster")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ClusterBankTest {
    /** The others wait for a node that is silent until they vote it out, and one that comes back gets a copy of everything. */
    private static final long DEADLINE_SECONDS = 180;

    private static final int SOME = 200;

    /** Who has none waits for a server that is frozen until it goes on. */
    private static final Duration PATIENCE_WITH_A_STATEMENT = Duration.ofSeconds(10);

    /** What fails, and how it is put right. */
    interface Fault {
        void happen(Bank bank, Random random);

        void end(Bank bank) throws SQLException;
    }

    /** The SQL for the port of the server that runs it. */
    abstract String port();

    /** The nodes whose books are read in the end. */
    abstract List<? extends LocalServer> nodes();

    /** Makes a node know what the others have committed, if it would not by itself. */
    abstract void catchUp(LocalServer node, Connection books) throws SQLException;

    /**
     * @param url of the database as the bank's clients reach it
     * @param name of the database
     * @param maker the node on which the tables are made
     */
    final void survives(String url, String name, LocalServer maker, Fault fault) {
        Seeds.each(1, random -> {
            try (Database database = connected(url)) {
                Bank bank = open(database, name, maker);
                CompletableFuture<Void> work = bank.work(random);
                try {
                    until("there is some work", () -> bank.acknowledged() > SOME);
                    fault.happen(bank, random);
                    int before = bank.acknowledged();
                    until("work goes on", () -> bank.acknowledged() > before + SOME);
                    fault.end(bank);
                } finally {
                    bank.close();
                }
                get(work);
                bank.askAgain();
                LeakCheck.assertIdle(database);
                for (LocalServer node : nodes()) {
                    audit(bank, node, name);
                }
                Report.say(bank.toString());
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** The cluster may not have got over the fault of the test before. */
    private static Database connected(String url) {
        Database database = Database.builder(url)
                .statementTimeout(PATIENCE_WITH_A_STATEMENT)
                .build();
        until("the cluster takes connections", () -> {
            try {
                return database.connect().get(DEADLINE_SECONDS, TimeUnit.SECONDS) == database;
            } catch (ExecutionException | TimeoutException notNow) { // if it stays so, there is the deadline
                return false;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        return database;
    }

    private Bank open(Database database, String name, LocalServer maker) throws SQLException {
        try (Connection connection = maker.connect(name)) {
            return new Bank(database, connection, port());
        }
    }

    /** A node that has found out that it leads no more is started anew, perhaps more than once. */
    private void audit(Bank bank, LocalServer node, String name) {
        until("the books of the node on port " + node.port() + " can be read", () -> {
            try (Connection books = node.connect(name)) {
                catchUp(node, books);
                bank.audit(books);
                return true;
            } catch (SQLException | IllegalStateException notNow) { // if it stays so, there is the deadline
                return false;
            }
        });
    }

    static void until(String description, BooleanSupplier state) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
        while (!state.getAsBoolean()) {
            assertThat(System.nanoTime())
                    .as("waited in vain until " + description)
                    .isLessThan(deadline);
            LockSupport.parkNanos(10_000_000);
        }
    }

    private static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
