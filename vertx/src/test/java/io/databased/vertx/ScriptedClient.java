package io.databased.vertx;

import io.databased.SessionOptions;
import io.databased.spi.BackendException;
import io.databased.spi.Command;
import io.databased.spi.Command.Control;
import io.databased.spi.Command.Control.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What the core does with a connection, by a random script: rounds of one-shots that share it, and of sessions that have it
 * alone, one after the other; statements are stopped, and given up when that does not help. It keeps book of what was told
 * and of what the server did.
 */
final class ScriptedClient {
    private static final long GRACE_MICROS = 3_000_000;
    private static final long DEADLINE_MICROS = 5_000_000;
    private static final long CLOSING_MICROS = 2_000_000;
    private static final int MOST_EVENTS = 200_000;

    /** A connection, and who uses it. */
    static final class Held {
        final ScriptedConnection connection;
        int users;
        boolean dropped;

        Held(ScriptedConnection connection) {
            this.connection = connection;
            connection.onLost(why -> dropped = true);
        }
    }

    private final Random random;
    private final Random forgetting; // of its own, or the other schedules would be others
    private final Random streaming; // likewise
    private final VirtualLoop loop;
    private final boolean marksStick;
    private final Map<String, ScriptedStatement> statements = new HashMap<>();
    private final List<String> violations = new ArrayList<>();
    private int roundsLeft;
    private int unanswered;
    private @Nullable Held held;

    ScriptedClient(long seed, boolean tracing) {
        this.random = new Random(seed);
        this.forgetting = new Random(seed * 0x9E37_79B9_7F4A_7C15L); // near seeds begin alike
        this.streaming = new Random(seed * 0xD1B5_4A32_D192_ED03L);
        this.loop = new VirtualLoop(tracing);
        this.marksStick = random.nextBoolean();
        this.roundsLeft = 2 + random.nextInt(4);
    }

    VirtualLoop loop() {
        return loop;
    }

    Random random() {
        return random;
    }

    /** Whether the database is one that aborts a transaction with a statement, and whose sessions are pipelined therefore. */
    boolean pipelines() {
        return !marksStick;
    }

    @Nullable
    ScriptedStatement statement(String sql) {
        return statements.get(sql);
    }

    /** Whether the server has forgotten what it has prepared of a statement. */
    boolean forgets() {
        return pipelines() && forgetting.nextInt(8) == 0;
    }

    /** How much a one-shot asks the server behind its statement, before anything else is sent; 0 if it does not. */
    int questions() {
        return !pipelines() && forgetting.nextInt(4) == 0 ? 1 + forgetting.nextInt(3) : 0;
    }

    /** For what comes of streams. */
    Random streaming() {
        return streaming;
    }

    /** Something is begun that has to end, whatever becomes of the connection. */
    void begins() {
        unanswered++;
    }

    void ends() {
        unanswered--;
    }

    void check(boolean right, String otherwise, Object... about) {
        if (!right) {
            String wrong = String.format(otherwise, about);
            loop.trace("WRONG: %s", wrong);
            violations.add(wrong);
        }
    }

    /** Runs the script to its end; returns what was wrong. */
    List<String> run() {
        nextRound();
        boolean ended = loop.runAll(MOST_EVENTS);
        check(ended, "it does not come to an end");
        check(unanswered == 0, "%d stages are not complete", unanswered);
        check(roundsLeft == 0, "%d rounds are left", roundsLeft);
        statements.values().forEach(this::checkAtTheEnd);
        return violations;
    }

    private void checkAtTheEnd(ScriptedStatement statement) {
        check(statement.applied <= 1, "%s was applied %d times", statement, statement.applied);
        if (statement.told == ScriptedStatement.TOLD_DONE) {
            check(statement.applied == 1, "%s was told done and was not", statement);
        } else if (statement.told == ScriptedStatement.TOLD_NOT_DONE) {
            check(statement.applied == 0, "%s was told not done and was", statement);
        }
    }

    // ---- Rounds ----

    void nextRound() {
        if (roundsLeft == 0) {
            end();
            return;
        }
        roundsLeft--;
        if (random.nextBoolean()) {
            new ScriptedOneShots(this).start();
        } else {
            new ScriptedSession(this).start();
        }
    }

    /** A session that follows the COMMIT of another down the same wire. */
    void nextSession() {
        if (roundsLeft == 0) {
            nextRound();
        } else {
            roundsLeft--;
            new ScriptedSession(this).start();
        }
    }

    private void end() {
        Held last = held;
        if (last != null) {
            held = null;
            close(last);
        }
    }

    /** A connection, the one of before if it is any good. */
    Held use() {
        Held now = held;
        if (now != null && !now.dropped && now.connection.reusableAfterInterrupt()) {
            now.users++;
            return now;
        }
        if (now != null && now.users == 0) {
            close(now);
        }
        ScriptedLink link = new ScriptedLink(this, marksStick);
        loop.trace("client: new connection");
        Held made = new Held(new ScriptedConnection(this, link, marksStick));
        made.users = 1;
        held = made;
        return made;
    }

    void leave(Held used) {
        used.users--;
        if (used.users == 0 && (used != held || used.dropped)) {
            close(used);
        }
    }

    void close(Held used) {
        used.dropped = true;
        long since = loop.now();
        stage(
                used.connection.close(),
                (done, failure) -> check(loop.now() - since <= CLOSING_MICROS, "closing takes too long"));
    }

    // ---- Statements ----

    ScriptedStatement newStatement(ScriptedStatement.@Nullable Branch branch, boolean defines) {
        boolean marks = pipelines() && random.nextInt(3) == 0;
        String sql = (marks ? "marking " : "") + (branch == null ? "one-shot " : "statement ") + statements.size();
        long micros = random.nextInt(4) == 0 ? 30_000_000 : 20 + random.nextInt(400);
        ScriptedStatement made = new ScriptedStatement(sql, micros, random.nextInt(15) == 0, branch, defines, marks);
        statements.put(sql, made);
        return made;
    }

    Command command(ScriptedStatement statement, Kind... prelude) {
        return Command.execute(statement.sql, new Object[0])
                .prelude(controls(prelude))
                .verb(statement.defines ? "CREATE" : "UPDATE")
                .build();
    }

    static List<Control> controls(Kind... kinds) {
        List<Control> controls = new ArrayList<>();
        for (Kind kind : kinds) {
            controls.add(new Control(kind, kind.name().replace('_', ' '), 0, SessionOptions.defaults()));
        }
        return controls;
    }

    /** Follows a stage; its failure comes unwrapped. */
    <T> void stage(CompletionStage<T> stage, BiConsumer<@Nullable T, @Nullable BackendException> then) {
        unanswered++;
        stage.whenComplete((value, failure) -> {
            unanswered--;
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            if (cause != null && !(cause instanceof BackendException)) {
                check(false, "failed with %s", cause);
                cause = new BackendException(
                        "", io.databased.StatementException.Kind.OTHER, BackendException.Effect.CONNECTION_LOST, cause);
            }
            then.accept(value, (BackendException) cause);
        });
    }

    /** Has a statement stopped, and the connection closed if that does not help. */
    void interrupt(Held on, ScriptedStatement statement, Command command, Runnable givenUp) {
        loop.trace("client: stop %s", statement);
        statement.interrupted = true;
        if (statement.branch != null) {
            statement.branch.stopped = true;
        }
        on.connection.interrupt(command);
        loop.after(GRACE_MICROS, () -> {
            if (statement.told == ScriptedStatement.NOT_TOLD) {
                check(on.connection.hasTrouble(), "%s was not stopped", statement);
                givenUp.run();
                close(on);
            }
        });
    }

    void deadline(Runnable action) {
        loop.after(DEADLINE_MICROS, action);
    }

    /** The server has stopped what it ran. */
    void hit(String sql, @Nullable ScriptedStatement statement) {
        ScriptedStatement of = statement != null || !sql.startsWith("probe ") ? statement : statement(sql.substring(6));
        if (of == null) {
            boolean harmless = sql.equals("DO 0") || sql.equals("close") || ScriptedConnection.isOfReset(sql);
            check(harmless, "%s was hit", sql);
            return;
        }
        of.hit = true;
        if (!of.mayBeHit()) {
            check(of.isOneShot() && !of.defines, "%s was hit, and nobody had asked for it", sql);
        }
    }
}
