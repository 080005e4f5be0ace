package io.databased.vertx;

import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.Command;
import io.databased.spi.Command.Control;
import io.databased.spi.RowCursor;
import io.databased.vertx.Exchange.Part;
import io.vertx.sqlclient.Tuple;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A connection to a scripted server, as a backend makes one. */
final class ScriptedConnection extends WireConnection {
    private static final String RESET_BEGIN = "BEGIN of a reset";
    private static final String RESET = "RESET; COMMIT";

    static final String QUESTION = "question";

    private final ScriptedClient script;
    private final ScriptedLink link;
    private final boolean marksStick;
    private final boolean probes;
    private boolean closing;
    private boolean open;
    private boolean marked; // by the session
    private @Nullable Command opener; // of the transaction
    private @Nullable Command begunAnew;

    ScriptedConnection(ScriptedClient script, ScriptedLink link, boolean marksStick) {
        super(script.loop(), link, new ColumnReaders(column -> null));
        this.script = script;
        this.link = link;
        this.marksStick = marksStick;
        this.probes = script.random().nextInt(4) == 0;
    }

    boolean isClosing() {
        return closing;
    }

    boolean hasTrouble() {
        return link.hasTrouble();
    }

    @Override
    protected Exchange statement(Command command) {
        return Messages.text(Part.STATEMENT, text(command));
    }

    /** The one database has cursors; the other gives rows while the statement runs. */
    @Override
    public CompletionStage<RowCursor> stream(Command command) {
        return marksStick ? streamUnbuffered(command, link) : super.stream(command);
    }

    @Override
    protected String text(Command command) {
        marked |= command.sql().startsWith("marking");
        return command.sql();
    }

    @Override
    protected void addPrelude(Flight flight, Command command) {
        if (command == begunAnew && beginsChild(command)) {
            flight.add(Messages.text(Part.PRELUDE, "ROLLBACK TO"));
            return;
        }
        if (command == begunAnew) {
            flight.add(Messages.text(Part.PRELUDE, "ROLLBACK"));
        }
        boolean begins = command.prelude().stream().anyMatch(control -> control.kind() == Control.Kind.BEGIN);
        opener = begins ? command : opener;
        super.addPrelude(flight, command);
    }

    /** In a transaction that was open before. */
    private boolean beginsChild(Command command) {
        int last = command.prelude().size() - 1;
        return command != opener && last >= 0 && command.prelude().get(last).kind() == Control.Kind.SAVEPOINT;
    }

    /** As PostgreSQL's: the first of a transaction or a child, with what was on its way behind it. */
    @Override
    protected boolean mayRunAgain(Flight flight, Command command) {
        Exchange failed = flight.failed();
        Throwable failure = failed == null ? null : failed.failure();
        if (wire().isRepeating()) {
            return open && failure instanceof ScriptedRefusal refusal && refusal.kind == Kind.TRANSACTION_ENDED;
        }
        if (!ScriptedRefusal.isGone(failure)) {
            return false;
        }
        boolean first = open && (command == opener || beginsChild(command));
        if (first) {
            begunAnew = command;
            outdateTexts();
        }
        return first || (command.prelude().isEmpty() && !open);
    }

    @Override
    protected void addControl(Flight flight, Control control) {
        switch (control.kind()) {
            case BEGIN -> open = true;
            case COMMIT, ROLLBACK -> open = false;
            default -> {}
        }
        super.addControl(flight, control);
    }

    @Override
    protected void addProbes(Flight flight, Command command) {
        if (probes && open) {
            flight.add(Messages.text(Part.PROBE, "probe " + command.sql()));
        }
        int questions = open ? 0 : script.questions();
        if (questions > 0) {
            holdForQuestions(flight, questions);
        }
        if (marked && !open) {
            marked = false;
            flight.add(Messages.text(Part.PROBE, RESET_BEGIN));
            flight.addReset(Messages.text(Part.PROBE, RESET));
        }
    }

    /** As MySQL's: what it has to ask is answered before anything else is sent. */
    private void holdForQuestions(Flight flight, int questions) {
        script.begins();
        flight.hold();
        link.heldBy(flight);
        flight.whenAllAnswered(() -> ask(flight, questions));
    }

    private void ask(Flight holder, int questions) {
        if (questions > 0) {
            Flight question = new Flight(null, answered -> ask(holder, questions - 1));
            question.add(Messages.text(Part.STATEMENT, QUESTION));
            wire().sendHeld(holder, question);
            return;
        }
        link.released(holder);
        script.ends();
        wire().release(holder);
    }

    static boolean isOfReset(String sql) {
        return sql.equals(RESET_BEGIN) || sql.equals(RESET);
    }

    @Override
    protected long affectedRows(Command command, Exchange statement) {
        return 1;
    }

    @Override
    protected BackendException refused(Throwable failure, Effect effect) {
        ScriptedRefusal refusal = (ScriptedRefusal) failure;
        boolean inRefusedReset = wire().isSpoiled() && refusal.kind == Kind.TRANSACTION_ENDED;
        return new BackendException(
                failure.getMessage(), refusal.kind, inRefusedReset ? Effect.NOT_SENT : effect, null);
    }

    @Override
    public CompletionStage<Void> close() {
        closing = true;
        link.closing();
        return super.close();
    }

    @Override
    public CompletionStage<?> signalStop() {
        return link.signal();
    }

    @Override
    protected CompletionStage<?> endWhatRuns() {
        if (!marksStick) {
            return super.endWhatRuns();
        }
        cut();
        return link.kill();
    }

    @Override
    public @Nullable Exchange settling() {
        return marksStick ? Messages.text(Part.PROBE, "DO 0") : Messages.nothing();
    }

    @Override
    protected boolean inTransactionByOurs() {
        return open;
    }

    @Override
    public boolean isLoss(Throwable failure) {
        return !(failure instanceof ScriptedRefusal);
    }

    @Override
    protected Tuple bind(@Nullable Object[] values) {
        return Tuple.tuple();
    }

    @Override
    public int maxPipelined() {
        return marksStick ? 1 : 256;
    }

    @Override
    public boolean mayFollowCommit() {
        return !marksStick;
    }

    @Override
    public CompletionStage<Void> validate() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Boolean> inTransaction() {
        return CompletableFuture.completedFuture(open);
    }

    @Override
    public CompletionStage<Void> reset() {
        return CompletableFuture.completedFuture(null);
    }
}
