package io.databased.internal.database;

import io.databased.ConnectionLostException;
import io.databased.DatabasedException;
import io.databased.SessionOptions;
import io.databased.internal.connection.ConnectionSource;
import io.databased.internal.context.Context;
import io.databased.internal.failure.Failures;
import io.databased.internal.session.DefaultSession;
import io.databased.internal.statement.Outcome;
import io.databased.internal.statement.Request;
import io.databased.spi.Reply;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** In sessions of one statement, where all share one connection inside a transaction. */
record NestedOneShots(Context context, ConnectionSource source) implements OneShots {
    @Override
    public void run(OneShot oneShot) {
        DefaultSession session = DefaultSession.root(context, source, SessionOptions.named("one-shot"));
        session.openUnobserved();
        CompletableFuture<Void> running = new CompletableFuture<>();
        Request request = oneShot.request();
        session.openedAt(request.prepared().origin().callSite());
        Request inSession =
                new Request(request.prepared(), new InSession(oneShot, session, running), request.observed(), false);
        try {
            Runnable abandon = session.submit(inSession);
            running.whenComplete((done, cancelled) -> {
                if (cancelled != null) {
                    abandon.run();
                    end(session.cancelNow());
                }
            });
            oneShot.waitsFor(running);
        } catch (DatabasedException refused) {
            end(session.cancelNow());
            oneShot.fail(refused);
        }
    }

    private void end(CompletableFuture<List<Runnable>> ended) {
        ended.thenAccept(hooks -> context.callbacks().afterHooks(hooks, () -> {}));
    }

    /** Ends the session of a one-shot before its outcome is told. */
    private record InSession(OneShot oneShot, DefaultSession session, CompletableFuture<Void> running)
            implements Outcome {
        @Override
        public void reply(Reply reply) {
            session.commitNow(null).whenComplete((hooks, failure) -> {
                if (failure == null) {
                    running.complete(null);
                    oneShot.succeed(reply);
                } else {
                    failure(sent(Failures.unwrap(failure)));
                }
            });
        }

        /** The end of its session may not have been sent; the statement was. */
        private static Throwable sent(Throwable failure) {
            return failure instanceof ConnectionLostException lost && !lost.sent()
                    ? new ConnectionLostException(String.valueOf(lost.getMessage()), true, lost)
                    : failure;
        }

        @Override
        public void failure(Throwable first) {
            session.cancelNow().whenComplete((hooks, failure) -> {
                running.complete(null);
                oneShot.fail(first);
            });
        }
    }
}
