package io.databased.internal.schedule;

import io.databased.spi.Command;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The database: what is committed, who is connected, and what came of each statement. */
final class ScriptedServer {
    final List<ScriptedConnection> connections = new ArrayList<>();
    private final List<Issued> statements = new ArrayList<>();
    private final Set<Long> committed = new HashSet<>();

    Issued issue(Issued.Kind kind, @Nullable SessionModel session, int rows) {
        Issued issued = new Issued(statements.size(), kind, session, rows);
        statements.add(issued);
        return issued;
    }

    List<Issued> statements() {
        return statements;
    }

    /** The statement that the command carries, by the first value that is bound; null for transaction control alone. */
    @Nullable
    Issued statement(Command command) {
        Object[] values = command.mode() == Command.Mode.BATCH ? command.batch().get(0) : command.values();
        return command.mode() == Command.Mode.CONTROL ? null : statements.get(Issued.numberOf((Long) values[0]));
    }

    void commit(List<Long> rows) {
        committed.addAll(rows);
    }

    boolean hasCommitted(long row) {
        return committed.contains(row);
    }
}
