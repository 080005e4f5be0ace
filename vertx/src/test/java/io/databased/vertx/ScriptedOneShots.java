package io.databased.vertx;

import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.Command;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A round of one-shots that share a connection; one that did not come to run is run once more, as the core does it. */
final class ScriptedOneShots {
    private final ScriptedClient client;
    private final Random random;
    private int left;

    ScriptedOneShots(ScriptedClient client) {
        this.client = client;
        this.random = client.random();
    }

    void start() {
        left = 1 + random.nextInt(8);
        for (int i = left; i > 0; i--) {
            One one = new One(client.newStatement(null, random.nextInt(10) == 0));
            client.loop().after(random.nextInt(600), one::run);
            boolean slow = one.statement.micros > 1_000_000;
            if (slow ? random.nextInt(8) > 0 : random.nextInt(4) == 0) {
                client.loop().after(random.nextInt(3_000), one::interrupt);
            }
        }
    }

    private final class One {
        private final ScriptedStatement statement;
        private ScriptedClient.@Nullable Held on;
        private @Nullable Command command;
        private boolean again;

        One(ScriptedStatement statement) {
            this.statement = statement;
        }

        void run() {
            ScriptedClient.Held using = client.use();
            Command sending = client.command(statement);
            on = using;
            command = sending;
            statement.hit = false;
            client.loop().trace("client: run %s", statement);
            client.stage(using.connection.run(sending), (reply, failure) -> answered(using, failure));
        }

        void interrupt() {
            ScriptedClient.Held using = on;
            Command running = command;
            if (using != null && running != null && statement.told == ScriptedStatement.NOT_TOLD) {
                client.interrupt(using, statement, running, () -> {});
            }
        }

        private void answered(ScriptedClient.Held using, @Nullable BackendException failure) {
            client.loop()
                    .trace(
                            "client: %s: %s",
                            statement, failure == null ? "done" : failure.effect() + " " + failure.getMessage());
            boolean lost = failure != null
                    && (failure.effect() == Effect.NOT_SENT || failure.effect() == Effect.CONNECTION_LOST);
            using.dropped |= lost || (statement.interrupted && !using.connection.reusableAfterInterrupt());
            if (failure != null && failure.effect() == Effect.NOT_SENT && !again) {
                client.check(statement.applied == 0, "%s was told not sent and was applied", statement);
                again = true;
                client.leave(using);
                run();
                return;
            }
            statement.told = told(failure);
            client.leave(using);
            left--;
            if (left == 0) {
                client.loop().after(random.nextInt(300), client::nextRound);
            }
        }

        private int told(@Nullable BackendException failure) {
            if (failure == null) {
                return ScriptedStatement.TOLD_DONE;
            }
            boolean cancelled = failure.kind() == Kind.CANCELLED;
            if (cancelled && String.valueOf(failure.getMessage()).contains("may still be applied")) {
                client.check(statement.interrupted, "%s was left behind and nobody had asked for it", statement);
                return ScriptedStatement.TOLD_UNKNOWN;
            }
            if (cancelled && failure.effect() == Effect.STATEMENT) {
                client.check(statement.interrupted, "%s was told cancelled and nobody had asked for it", statement);
            }
            if (failure.effect() == Effect.STATEMENT) {
                boolean notRunAgain = statement.forgotten && statement.interrupted;
                client.check(
                        cancelled || statement.fails || notRunAgain, "%s was told %s", statement, failure.getMessage());
            }
            return failure.effect() == Effect.CONNECTION_LOST
                    ? ScriptedStatement.TOLD_UNKNOWN
                    : ScriptedStatement.TOLD_NOT_DONE;
        }
    }
}
