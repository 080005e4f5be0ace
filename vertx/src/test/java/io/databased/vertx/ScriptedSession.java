package io.databased.vertx;

import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.Command;
import io.databased.spi.Command.Control.Kind;
import io.databased.spi.RowCursor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A round of one session: statements, pipelined or not, perhaps a stream, perhaps a child that fails; then its end. */
final class ScriptedSession {
    private static final int WINDOW = 10;
    private static final long CLOSING_MICROS = 1_000_000;

    private final ScriptedClient client;
    private final Random random;
    private final ScriptedClient.Held on;
    private final ArrayDeque<ScriptedStatement> toRun = new ArrayDeque<>();
    private final List<ScriptedStatement> all = new ArrayList<>();
    private final Map<ScriptedStatement, Command> commands = new HashMap<>();
    private ScriptedStatement.Branch branch;
    private boolean hasChild;
    private boolean begun;
    private boolean opensChild; // another, with its next statement
    private int underWay;
    private boolean failed;
    private boolean lost;
    private boolean over;
    private boolean handedOver;

    ScriptedSession(ScriptedClient client) {
        this.client = client;
        this.random = client.random();
        this.on = client.use();
        this.branch = new ScriptedStatement.Branch(on);
        this.hasChild = random.nextInt(3) == 0;
    }

    void start() {
        add(1 + random.nextInt(5));
        goOn();
    }

    private void add(int count) {
        for (int i = 0; i < count; i++) {
            ScriptedStatement statement = client.newStatement(branch, false);
            toRun.add(statement);
            all.add(statement);
        }
    }

    /** Sends what may be sent, and ends when nothing is left. */
    private void goOn() {
        while (!over && !failed && !toRun.isEmpty() && (underWay == 0 || client.pipelines())) {
            ScriptedStatement statement = toRun.remove();
            boolean streams = toRun.isEmpty() && random.nextInt(3) == 0;
            if (streams && underWay > 0) {
                toRun.addFirst(statement);
                return; // a stream waits for its turn
            }
            send(statement, streams);
        }
        if (!over && underWay == 0 && (failed || toRun.isEmpty())) {
            end();
        }
    }

    private void send(ScriptedStatement statement, boolean streams) {
        Command command = begun
                ? opensChild ? client.command(statement, Kind.SAVEPOINT) : client.command(statement)
                : hasChild
                        ? client.command(statement, Kind.BEGIN, Kind.SAVEPOINT)
                        : client.command(statement, Kind.BEGIN);
        begun = true;
        opensChild = false;
        commands.put(statement, command);
        underWay++;
        client.loop().trace("client: %s %s", streams ? "stream" : "run", statement);
        if (streams) {
            statement.rows =
                    client.pipelines() ? 0 : Math.max(0, client.streaming().nextInt(80) - 10);
            client.stage(on.connection.stream(command), (cursor, failure) -> opened(statement, cursor, failure));
        } else {
            client.stage(on.connection.run(command), (reply, failure) -> answered(statement, failure));
        }
        boolean slow = statement.micros > 1_000_000;
        if (slow || random.nextInt(6) == 0) {
            client.loop().after(random.nextInt(3_000), () -> interrupt(statement, command));
        }
    }

    private void interrupt(ScriptedStatement statement, Command command) {
        if (statement.told != ScriptedStatement.NOT_TOLD || over) {
            return;
        }
        failed = true;
        client.interrupt(on, statement, command, this::lose);
        if (random.nextBoolean()) { // the session is closed, so all the others are stopped as well
            for (ScriptedStatement other : all) {
                Command of = other == statement ? null : commands.get(other);
                if (of != null && other.told == ScriptedStatement.NOT_TOLD) {
                    client.interrupt(on, other, of, this::lose);
                }
            }
        }
    }

    private void lose() {
        lost = true;
        finish();
    }

    private void opened(ScriptedStatement statement, @Nullable RowCursor cursor, @Nullable BackendException failure) {
        if (cursor == null) {
            answered(statement, failure);
        } else {
            window(statement, cursor, 1 + random.nextInt(3));
        }
    }

    private void window(ScriptedStatement statement, RowCursor cursor, int left) {
        if (left == 0) {
            close(statement, cursor, null);
            return;
        }
        client.loop()
                .after(
                        random.nextInt(100),
                        () -> client.stage(cursor.next(WINDOW), (rows, failure) -> {
                            if (rows != null) {
                                read(statement, rows);
                                window(statement, cursor, left - 1);
                            } else {
                                close(statement, cursor, failure);
                            }
                        }));
    }

    /** All its rows come, each once and in order, unless somebody is told that they do not. */
    private void read(ScriptedStatement statement, List<@Nullable Object[]> rows) {
        for (@Nullable Object[] row : rows) {
            client.check(Integer.valueOf(statement.read).equals(row[0]), "%s gave row %s too early", statement, row[0]);
            statement.read++;
        }
        client.check(rows.size() <= WINDOW, "%s gave %d rows", statement, rows.size());
        client.check(
                !rows.isEmpty() || statement.read == statement.rows,
                "%s ended after %d rows of %d",
                statement,
                statement.read,
                statement.rows);
    }

    private void close(ScriptedStatement statement, RowCursor cursor, @Nullable BackendException failed) {
        statement.unwanted = true;
        long since = client.loop().now();
        client.stage(cursor.close(), (done, failure) -> {
            client.check(
                    client.loop().now() - since <= CLOSING_MICROS || on.connection.hasTrouble(),
                    "%s takes too long to close",
                    statement);
            answered(statement, failed != null ? failed : failure);
        });
    }

    private void answered(ScriptedStatement statement, @Nullable BackendException failure) {
        client.loop()
                .trace(
                        "client: %s: %s",
                        statement, failure == null ? "done" : failure.effect() + " " + failure.getMessage());
        statement.told = ScriptedStatement.TOLD_UNKNOWN; // until the end of the session
        underWay--;
        if (failure != null) {
            failed = true;
            lost |= failure.effect() != Effect.STATEMENT;
            client.check(
                    statement.fails || branch.stopped || lost || branch.failed,
                    "%s of a healthy session was told %s",
                    statement,
                    failure.getMessage());
            branch.failed = true;
        }
        goOn();
    }

    // ---- The end ----

    private void end() {
        if (lost) {
            finish();
        } else if (!failed) {
            commit();
        } else if (hasChild && random.nextBoolean()) {
            control(this::undone, Kind.ROLLBACK_TO, Kind.RELEASE);
        } else {
            control(failure -> finish(), Kind.ROLLBACK);
        }
    }

    /** The child is over; its parent is healthy and goes on, perhaps with another. */
    private void undone(@Nullable BackendException failure) {
        if (failure != null) {
            finish();
            return;
        }
        all.forEach(statement -> statement.told = ScriptedStatement.TOLD_NOT_DONE);
        all.clear();
        toRun.clear();
        branch = new ScriptedStatement.Branch(on);
        hasChild = random.nextBoolean();
        opensChild = hasChild;
        failed = false;
        add(1 + random.nextInt(2));
        goOn();
    }

    private void commit() {
        boolean handsOver = client.pipelines() && random.nextBoolean();
        control(this::committed, Kind.COMMIT);
        if (handsOver) {
            client.loop().after(random.nextInt(50), () -> {
                if (!over) {
                    handedOver = true;
                    client.nextSession();
                }
            });
        }
    }

    private void committed(@Nullable BackendException failure) {
        int told = failure == null
                ? ScriptedStatement.TOLD_DONE
                : failure.effect() == Effect.CONNECTION_LOST
                        ? ScriptedStatement.TOLD_UNKNOWN
                        : ScriptedStatement.TOLD_NOT_DONE;
        client.check(
                failure == null || failure.effect() == Effect.CONNECTION_LOST || failure.effect() == Effect.NOT_SENT,
                "COMMIT was told %s",
                failure);
        all.forEach(statement -> statement.told = told);
        finish();
    }

    private void control(Consumer<@Nullable BackendException> then, Kind... kinds) {
        boolean[] answered = {false};
        client.stage(on.connection.run(Command.control(ScriptedClient.controls(kinds))), (reply, failure) -> {
            client.loop()
                    .trace(
                            "client: %s: %s",
                            kinds[0], failure == null ? "done" : failure.effect() + " " + failure.getMessage());
            boolean late = answered[0];
            answered[0] = true;
            lost |= failure != null;
            if (!late) {
                then.accept(failure);
            }
        });
        client.deadline(() -> {
            if (!answered[0]) {
                client.check(on.connection.hasTrouble(), "%s is not answered in time", kinds[0]);
                answered[0] = true;
                lost = true;
                finish();
            }
        });
    }

    /** Gives the connection back, or closes it. */
    private void finish() {
        if (over) {
            return;
        }
        over = true;
        on.dropped |= lost || !on.connection.reusableAfterInterrupt();
        if (lost) {
            client.close(on);
        }
        client.leave(on);
        if (!handedOver) {
            client.loop().after(random.nextInt(100), client::nextRound);
        }
    }
}
