package io.databased.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.CommitOutcomeUnknownException;
import io.databased.CommitOutcomeUnknownException.Outcome;
import io.databased.Database;
import io.databased.DatabasedException;
import io.databased.RetryPolicy;
import io.databased.Session;
import io.databased.SessionOptions;
import io.databased.StatementException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Money that many move between few accounts at once, and a log of what they were told of each transfer. */
final class Bank {
    private static final int ACCOUNTS = 10;
    private static final int BALANCE = 1000;
    private static final int CLERKS = 12;
    private static final long PATIENCE_SECONDS = 180;
    private static final SessionOptions OPTIONS =
            SessionOptions.named("transfer").withRetry(RetryPolicy.of(10));

    private final Database database;
    private final String port;
    private final ExecutorService clerks = Executors.newFixedThreadPool(CLERKS, work -> {
        Thread thread = new Thread(work, "clerk");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicInteger ids = new AtomicInteger();
    private final AtomicInteger resolved = new AtomicInteger();
    private final AtomicInteger runs = new AtomicInteger();
    private final Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
    private final Map<Integer, CommitOutcomeUnknownException> unknown = new ConcurrentHashMap<>();
    private final Map<Integer, DatabasedException> refused = new ConcurrentHashMap<>();
    private volatile boolean open = true;
    private int made; // of those whose outcome is unknown

    /**
     * Opens the bank in an empty database.
     *
     * @param there a connection to that database, to make the tables with
     * @param port the SQL for the port of the server that runs it
     */
    Bank(Database database, Connection there, String port) throws SQLException {
        this.database = database;
        this.port = port;
        StringBuilder accounts = new StringBuilder("(0, " + BALANCE + ")");
        for (int id = 1; id < ACCOUNTS; id++) {
            accounts.append(", (").append(id).append(", " + BALANCE + ")");
        }
        try (Statement statement = there.createStatement()) {
            statement.execute("CREATE TABLE account (id INT PRIMARY KEY, balance INT NOT NULL)");
            statement.execute("CREATE TABLE transfer (id INT PRIMARY KEY, payer INT, payee INT, amount INT, port INT)");
            statement.execute("INSERT INTO account VALUES " + accounts);
        }
    }

    /** The clerks work until the bank is closed; completes when all have gone home. */
    CompletableFuture<Void> work(Random random) {
        CompletableFuture<?>[] days = new CompletableFuture<?>[CLERKS];
        for (int i = 0; i < CLERKS; i++) {
            Random own = new Random(random.nextLong());
            days[i] = CompletableFuture.runAsync(
                    () -> {
                        while (open) {
                            transfer(own);
                        }
                    },
                    clerks);
        }
        clerks.shutdown();
        return CompletableFuture.allOf(days);
    }

    void close() {
        open = false;
    }

    private void transfer(Random random) {
        int id = ids.incrementAndGet();
        int payer = random.nextInt(random.nextBoolean() ? 2 : ACCOUNTS); // two of them are in high demand
        int payee = (payer + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
        int amount = 1 + random.nextInt(9);
        try {
            tell(id, payer, payee, amount);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("the outcome of transfer " + id, e);
        }
    }

    private void tell(int id, int payer, int payee, int amount)
            throws ExecutionException, TimeoutException, InterruptedException {
        try {
            database.session(OPTIONS, session -> move(session, id, payer, payee, amount))
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            acknowledged.add(id);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CommitOutcomeUnknownException nobodyKnows) {
                ask(id, nobodyKnows);
            } else if (e.getCause() instanceof DatabasedException definite) {
                refused.put(id, definite);
            } else {
                throw new AssertionError("transfer " + id, e.getCause());
            }
        } catch (TimeoutException e) {
            throw new AssertionError("transfer " + id + " never ended; " + database.stats(), e);
        }
    }

    /** As a user would, at once. */
    private void ask(int id, CommitOutcomeUnknownException nobodyKnows)
            throws ExecutionException, TimeoutException, InterruptedException {
        Outcome outcome = nobodyKnows.resolve().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        switch (outcome) {
            case COMMITTED -> acknowledged.add(id);
            case ROLLED_BACK -> refused.put(id, nobodyKnows);
            case UNDETERMINED -> unknown.put(id, nobodyKnows);
        }
        if (outcome != Outcome.UNDETERMINED) {
            resolved.incrementAndGet();
            unknown.remove(id);
        }
    }

    /** For those that could not be resolved when they were made. */
    void askAgain() {
        unknown.forEach((id, nobodyKnows) -> {
            try {
                ask(id, nobodyKnows);
            } catch (ExecutionException | TimeoutException e) {
                throw new AssertionError("the outcome of transfer " + id, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        });
    }

    private CompletableFuture<?> move(Session session, int id, int payer, int payee, int amount) {
        runs.incrementAndGet();
        return session.execute("UPDATE account SET balance = balance - ? WHERE id = ?", List.of(amount, payer))
                .thenCompose(done -> session.execute(
                        "UPDATE account SET balance = balance + ? WHERE id = ?", List.of(amount, payee)))
                .thenCompose(done -> session.execute(
                        "INSERT INTO transfer VALUES (?, ?, ?, ?, " + port + ")", List.of(id, payer, payee, amount)));
    }

    int acknowledged() {
        return acknowledged.size();
    }

    /** How often the work of a transfer was run again, after a conflict. */
    int repetitions() {
        return runs.get() - ids.get();
    }

    /** How many transfers after that one were made on the server of that port. */
    static long transfers(Connection seenFrom, int port, int after) throws SQLException {
        try (Statement statement = seenFrom.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT count(*) FROM transfer WHERE port = " + port + " AND id > " + after)) {
            row.next();
            return row.getLong(1);
        }
    }

    int lastTransfer() {
        return ids.get();
    }

    /** Compares the books, as this connection sees them, with the log. */
    void audit(Connection books) throws SQLException {
        int[] balances = new int[ACCOUNTS];
        int[] expected = new int[ACCOUNTS];
        Arrays.fill(expected, BALANCE);
        Set<Integer> there = new TreeSet<>();
        try (Statement statement = books.createStatement()) {
            try (ResultSet row = statement.executeQuery("SELECT id, balance FROM account")) {
                while (row.next()) {
                    balances[row.getInt(1)] = row.getInt(2);
                }
            }
            try (ResultSet row = statement.executeQuery("SELECT id, payer, payee, amount FROM transfer")) {
                while (row.next()) {
                    there.add(row.getInt(1));
                    expected[row.getInt(2)] -= row.getInt(4);
                    expected[row.getInt(3)] += row.getInt(4);
                }
            }
        }
        assertThat(Arrays.stream(balances).sum()).as("the money").isEqualTo(ACCOUNTS * BALANCE);
        assertThat(balances).as("the balances, by the transfers").isEqualTo(expected);
        assertThat(there).as("transfers that were acknowledged").containsAll(acknowledged);
        assertThat(there).as("transfers that were refused for good").noneMatch(refused::containsKey);
        there.removeAll(acknowledged);
        assertThat(unknown.keySet()).as("transfers that nobody was told of").containsAll(there);
        made = there.size();
    }

    @Override
    public String toString() {
        Map<String, Integer> kinds = new TreeMap<>();
        refused.values()
                .forEach(each -> kinds.merge(
                        each instanceof StatementException said
                                ? said.kind() + " " + said.vendorCode().orElse(0)
                                : each.getClass().getSimpleName(),
                        1,
                        Integer::sum));
        return ids + " transfers: " + acknowledged.size() + " acknowledged, " + unknown.size() + " unknown (and "
                + resolved
                + " that could be asked for), of which "
                + made + " were made, " + refused.size() + " refused " + kinds + ", " + repetitions() + " run again";
    }
}
