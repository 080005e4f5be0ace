package io.databased.internal.schedule;

import io.databased.spi.Command;
import org.jspecify.annotations.Nullable;

/** What a connection was asked to do and has not answered yet. */
abstract class Work<T extends @Nullable Object> {
    final @Nullable Command command;
    final @Nullable Issued statement;
    final Answer<T> answer;
    boolean interrupted;
    boolean started;
    VirtualTime.@Nullable Event running;

    Work(@Nullable Command command, @Nullable Issued statement, boolean twice) {
        this.command = command;
        this.statement = statement;
        this.answer = new Answer<>(twice);
    }

    /** Whether it has no answer, this time. Called when its turn comes. */
    abstract boolean stalls();

    /** Does it on the server. */
    abstract T perform() throws io.databased.spi.BackendException;

    @Override
    public String toString() {
        if (command == null) {
            return "maintenance";
        }
        StringBuilder text = new StringBuilder();
        command.prelude()
                .forEach(step -> text.append(step.kind())
                        .append(step.depth() == 0 ? "" : " " + step.depth())
                        .append("; "));
        return statement == null ? text.toString() : text.append(statement).toString();
    }
}
