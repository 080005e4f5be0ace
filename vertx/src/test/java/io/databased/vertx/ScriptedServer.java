package io.databased.vertx;

import io.databased.StatementException.Kind;
import io.vertx.sqlclient.internal.ParamDesc;
import io.vertx.sqlclient.internal.PreparedStatement;
import io.vertx.sqlclient.internal.RowDesc;
import io.vertx.sqlclient.internal.command.CloseCursorCommand;
import io.vertx.sqlclient.internal.command.CloseStatementCommand;
import io.vertx.sqlclient.internal.command.CommandBase;
import io.vertx.sqlclient.internal.command.ExtendedQueryCommand;
import io.vertx.sqlclient.internal.command.PrepareStatementCommand;
import io.vertx.sqlclient.internal.command.SimpleQueryCommand;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The process of a server that one connection speaks to: runs what comes one after the other, keeps a transaction, and looks
 * at signals to stop while it runs something. A mark may come a moment after the server has taken a signal in, but no later
 * than the end of the message that runs then; or it sticks, and the next message goes with it.
 */
final class ScriptedServer {
    /** What it answers to a message. */
    interface Answer {
        void answer(Exchange message, @Nullable Object result, @Nullable Throwable failure);

        /** Gives some rows, counted on from the first. */
        void rows(Exchange message, int first, int count);

        /** Whether there is no room for rows until some are read. */
        boolean isFull();
    }

    private record Prepared(String sql) implements PreparedStatement {
        @Override
        public ParamDesc paramDesc() {
            throw new UnsupportedOperationException();
        }

        @Override
        public RowDesc rowDesc() {
            throw new UnsupportedOperationException();
        }
    }

    private final ScriptedClient script;
    private final VirtualLoop loop;
    private final boolean marksStick;
    private final Answer answers;
    private final ArrayDeque<Exchange> inbox = new ArrayDeque<>();
    private final List<ScriptedStatement> done = new ArrayList<>(); // in the open transaction
    private int doneBeforeSavepoint;
    private boolean beginOfResetHit;
    private @Nullable ScriptedStatement mark; // who has left something on the connection
    private boolean open;
    private boolean fresh; // nothing was run in the transaction
    private boolean aborted;
    private boolean dead;
    private boolean closing;
    private boolean left;
    private boolean stalled;
    private @Nullable Exchange running;
    private int run;
    private int marks;
    private @Nullable Runnable blocked; // until what it has sent is read

    ScriptedServer(ScriptedClient script, boolean marksStick, Answer answers) {
        this.script = script;
        this.loop = script.loop();
        this.marksStick = marksStick;
        this.answers = answers;
    }

    /** The client closes the connection, and statements go down with it. */
    void closing() {
        closing = true;
    }

    /** The client has closed the connection: nobody cares any more what is hit. */
    void leave() {
        left = true;
    }

    boolean isDead() {
        return dead;
    }

    /** Whether it works long on a message, or will do so when it comes. */
    boolean isLong(Exchange message) {
        ScriptedStatement statement = script.statement(sql(message));
        return statement != null && statement.micros > 1_000_000 && !aborted && !dead;
    }

    boolean hasStalled() {
        return stalled;
    }

    void receive(Exchange message) {
        if (!dead) {
            inbox.add(message);
            next();
        }
    }

    /** It is gone, and what was not committed with it. */
    void die() {
        dead = true;
        running = null;
        blocked = null;
        inbox.clear();
    }

    /** A signal has come to the server as a whole. */
    void signal() {
        if (dead) {
            return;
        }
        loop.trace("server: signal while %s runs", running == null ? "nothing" : sql(running));
        if (marksStick) {
            marks++;
            look();
        } else if (script.random().nextInt(4) == 0) {
            marks++; // the process is told, and has not looked yet
            loop.after(script.random().nextInt(300), this::look);
        } else {
            marks++;
            look();
        }
    }

    /** The process looks at its signals. */
    private void look() {
        if (marks == 0 || dead || blocked != null || (running == null && marksStick)) {
            return;
        }
        marks = 0;
        Exchange message = running;
        if (message == null || isUnstoppable(message.message())) {
            return;
        }
        ScriptedStatement statement = script.statement(sql(message));
        loop.trace("server: %s is hit", sql(message));
        if (!left && !(closing && statement != null)) {
            script.hit(sql(message), statement);
        }
        if (beginOfResetHit && sql(message).equals("RESET; COMMIT")) {
            mark = null; // a signal that came twice: out of what can be promised
        }
        beginOfResetHit = sql(message).equals("BEGIN of a reset");
        finish(message, null, new ScriptedRefusal(Kind.CANCELLED, "stopped"));
    }

    private boolean isUnstoppable(CommandBase<?> message) {
        return !marksStick && (message instanceof CloseCursorCommand || message instanceof CloseStatementCommand);
    }

    private void next() {
        Exchange message = inbox.peek();
        if (message == null || running != null || dead) {
            return;
        }
        inbox.remove();
        running = message;
        int number = ++run;
        long stall = script.random().nextInt(400) == 0 ? script.random().nextInt(8_000_000) : 0;
        stalled |= stall > 0;
        loop.after(duration(message) + stall, () -> {
            if (run == number && running == message) {
                look();
                if (running == message) {
                    end(message);
                }
            }
        });
        if (marksStick) {
            look();
        }
    }

    private long duration(Exchange message) {
        CommandBase<?> command = message.message();
        ScriptedStatement statement = script.statement(sql(message));
        boolean runs = statement != null && !aborted && !(command instanceof PrepareStatementCommand);
        int control = script.random().nextInt(12) == 0 ? script.random().nextInt(5_000) : 0;
        return 20 + (runs ? statement.micros : control);
    }

    static String sql(Exchange message) {
        CommandBase<?> command = message.message();
        return command instanceof SimpleQueryCommand<?> simple
                ? simple.sql()
                : command instanceof ExtendedQueryCommand<?> fetch
                        ? fetch.sql()
                        : command instanceof PrepareStatementCommand prepare ? prepare.sql() : "close";
    }

    private void end(Exchange message) {
        String sql = sql(message);
        ScriptedStatement statement = script.statement(sql);
        if (statement == null) {
            control(message, sql);
        } else if (aborted) {
            finish(message, null, new ScriptedRefusal(Kind.TRANSACTION_ENDED, "in a failed transaction"));
        } else if (forgets(statement, message)) {
            statement.forgotten = true;
            finish(message, null, ScriptedRefusal.gone());
        } else if (statement.fails) {
            finish(message, null, new ScriptedRefusal(Kind.OTHER, "refused"));
        } else {
            apply(statement, message);
        }
    }

    /** Later in a transaction it would take what was done before with it. */
    private boolean forgets(ScriptedStatement statement, Exchange message) {
        boolean first = !open || fresh;
        fresh = false;
        return first && !statement.forgotten && message.message() instanceof SimpleQueryCommand && script.forgets();
    }

    private void apply(ScriptedStatement statement, Exchange message) {
        CommandBase<?> command = message.message();
        if (command instanceof PrepareStatementCommand) {
            finish(message, new Prepared(sql(message)), null);
            return;
        }
        if (command instanceof ExtendedQueryCommand<?> window && window.isSuspended()) {
            finish(message, true, null);
            return;
        }
        if (statement.isOneShot()) {
            seesNoMark(sql(message));
        }
        mark = statement.marks ? statement : mark;
        if (open) {
            boolean inOrder = done.isEmpty() || done.get(done.size() - 1).number < statement.number;
            script.check(inOrder, "%s ran out of order", statement);
            done.add(statement);
            script.check(!statement.isOneShot(), "one-shot %s ran in a transaction", statement);
        } else {
            statement.applied++;
            script.check(statement.isOneShot(), "%s ran outside of its transaction", statement);
        }
        giveRows(statement, message, 0);
    }

    /** It looks at its signals between rows, but not while it waits to be read from. */
    private void giveRows(ScriptedStatement statement, Exchange message, int given) {
        if (given == statement.rows) {
            finish(message, true, null);
            return;
        }
        if (answers.isFull()) {
            loop.trace("server: %s waits to be read from", statement);
            blocked = () -> giveRows(statement, message, given);
            return;
        }
        int count = Math.min(statement.rows - given, 1 + script.streaming().nextInt(25));
        answers.rows(message, given, count);
        int number = run;
        long pause = script.streaming().nextInt(20) == 0
                ? 30_000_000
                : script.streaming().nextInt(200);
        loop.after(pause, () -> {
            if (run == number && running == message) {
                look();
            }
            if (run == number && running == message) {
                giveRows(statement, message, given + count);
            }
        });
    }

    /** There is room again. */
    void goOn() {
        Runnable next = blocked;
        if (next != null && !dead) {
            blocked = null;
            look();
            if (running != null) {
                next.run();
            }
        }
    }

    private void control(Exchange message, String sql) {
        switch (sql) {
            case "BEGIN" -> {
                seesNoMark(sql);
                script.check(!open, "BEGIN in an open transaction: the connection was not clean");
                open = true;
                fresh = true;
            }
            case "COMMIT" -> {
                script.check(!aborted || left, "COMMIT of a failed transaction");
                done.forEach(statement -> statement.applied++);
                over();
            }
            case "ROLLBACK" -> over();
            case "BEGIN of a reset" -> open = true;
            case "RESET; COMMIT" -> {
                if (aborted) {
                    finish(message, null, new ScriptedRefusal(Kind.TRANSACTION_ENDED, "in a failed transaction"));
                    return;
                }
                mark = null;
                over();
            }
            case "SAVEPOINT" -> {
                doneBeforeSavepoint = done.size();
                fresh = true;
            }
            case "ROLLBACK TO" -> {
                aborted = false;
                fresh = false;
                done.subList(Math.min(doneBeforeSavepoint, done.size()), done.size())
                        .clear();
            }
            default -> {}
        }
        finish(message, false, null);
    }

    private void seesNoMark(String sql) {
        script.check(mark == null || left, "%s has seen what %s has left", sql, mark);
    }

    private void over() {
        open = false;
        aborted = false;
        done.clear();
    }

    private void finish(Exchange message, @Nullable Object result, @Nullable Throwable failure) {
        running = null;
        fresh &= script.statement(sql(message)) == null;
        aborted |= failure != null && open && !marksStick; // others go on as if nothing had been
        loop.trace("server: %s %s", sql(message), failure == null ? "done" : failure.getMessage());
        answers.answer(message, result, failure);
        loop.run(this::next);
    }
}
