package io.databased.internal.schedule;

import io.databased.spi.Command;
import org.jspecify.annotations.Nullable;

/** What must hold whenever something reaches the server. */
final class Reception {
    private Reception() {}

    static void check(World world, Issued statement) {
        statement.received++;
        statement.receivedAt = world.time.now();
        if (statement.received > 1) {
            world.violated("a statement is sent twice", statement);
        }
        Promise told = statement.promise;
        if (told != null && told.isAbandoned()) {
            world.violated("a statement is sent after its future was given up", statement);
        } else if (told != null && told.isDone() && statement.kind != Issued.Kind.STREAM) {
            world.violated("a statement is sent after its future was done", statement);
        }
        SessionModel session = statement.session;
        if (session == null) {
            return;
        }
        for (SessionModel around : session.path()) {
            if (around.cancelled) {
                world.violated("a statement is sent after its session was cancelled", statement);
            } else if (around.status().ended()) {
                world.violated("a statement is sent after its session has ended", statement);
            }
        }
        if (session.refusedOne && !session.nativeErrors && !world.setup.abortsOnError) {
            world.violated("a statement is sent although one of its session has failed", statement);
        }
        SessionModel root = session.root();
        if (statement.number < root.lastStatement) {
            world.violated("statements of a session are sent out of order", statement);
        }
        root.lastStatement = statement.number;
    }

    static void checkInterrupt(World world, @Nullable Issued statement, Command command) {
        if (statement == null) {
            world.violated("transaction control is told to stop", command);
        } else if (!statement.isGivenUp(world)) {
            world.violated("an innocent statement is told to stop", statement);
        } else if (statement.askedAt < 0) {
            world.violated("a statement is told to stop before it is sent", statement);
        }
    }
}
