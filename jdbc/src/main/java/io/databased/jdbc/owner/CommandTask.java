package io.databased.jdbc.owner;

import io.databased.spi.BackendException;
import io.databased.spi.Command;
import io.databased.spi.Reply;
import java.util.ArrayList;
import java.util.List;

/** A command that waits for its turn, alone or with others. */
final class CommandTask extends Task<Reply> implements OwnedConnection.Member {
    private static final int MAX_GROUP = 256;

    private final OwnedSession session;
    private final Command work;

    CommandTask(OwnedSession session, Command command) {
        super(command);
        this.session = session;
        this.work = command;
    }

    @Override
    void run() {
        boolean group;
        try {
            group = session.connection().startsGroup(work);
        } catch (RuntimeException | Error e) {
            fail(session.report(e));
            return;
        }
        if (group) {
            runGroup();
        } else {
            finish(attempt());
        }
    }

    private void runGroup() {
        try {
            session.connection().runGroup(group());
        } catch (RuntimeException | Error e) {
            BackendException failure = session.report(e);
            for (Task<?> task = this; task != null; task = task.next) {
                task.fail(failure);
            }
        }
    }

    @Override
    public Command work() {
        return work;
    }

    @Override
    public OwnedConnection.Attempt attempt() {
        if (!start()) {
            return new OwnedConnection.Attempt(null, cancelled());
        }
        if (session.owner().isSealed()) {
            return new OwnedConnection.Attempt(null, closed());
        }
        try {
            session.prelude(work, this);
            Reply reply = work.mode() == Command.Mode.CONTROL ? Reply.NONE : session.statement(work, this);
            return new OwnedConnection.Attempt(reply, null);
        } catch (BackendException | RuntimeException | Error e) {
            return new OwnedConnection.Attempt(null, OwnedSession.failure(e));
        } finally {
            ran();
        }
    }

    @Override
    public void finish(OwnedConnection.Attempt attempt) {
        BackendException failure = attempt.failure();
        Reply reply = attempt.reply();
        BackendException told = failure == null ? null : session.report(failure);
        session.reportIfSpent();
        if (reply != null) {
            succeed(reply);
        } else if (told != null) {
            fail(told);
        }
    }

    /** This command and those behind it in the queue, as long as they fit. */
    private List<CommandTask> group() {
        List<CommandTask> group = new ArrayList<>();
        group.add(this);
        CommandTask last = (CommandTask) session.owner().takeIf(this::fits, this);
        while (last != null) {
            group.add(last);
            last = group.size() < MAX_GROUP ? (CommandTask) session.owner().takeIf(this::fits, last) : null;
        }
        return group;
    }

    private boolean fits(Task<?> task) {
        return task instanceof CommandTask command && session.connection().joinsGroup(command.work);
    }
}
