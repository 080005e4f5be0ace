package io.databased.internal.schedule;

import io.databased.spi.Command;
import java.util.Collection;
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
        boolean givenUp = statement.bySubscriber ? statement.streamEnded : told != null && told.isAbandoned();
        if (givenUp) {
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

    /** What somebody else has left must be gone. */
    static void checkHandOver(World world, Issued statement, @Nullable Issued left, String what) {
        boolean others = left != null
                && left != statement
                && (statement.session == null
                        || left.session == null
                        || left.session.root() != statement.session.root());
        if (others) {
            world.violated("a connection is handed on with " + what, statement + " after " + left);
        }
    }

    static void checkPipeline(World world, Issued statement, Collection<Work<?>> ahead) {
        SessionModel root = statement.session == null ? null : statement.session.root();
        int ofRoot = 0;
        for (Work<?> work : ahead) {
            Issued other = work.statement;
            ofRoot += root != null && other != null && other.session != null && other.session.root() == root ? 1 : 0;
        }
        if (root != null && ofRoot >= world.setup.pipelined) {
            world.violated("more pipelined than the connection takes", statement);
        }
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
