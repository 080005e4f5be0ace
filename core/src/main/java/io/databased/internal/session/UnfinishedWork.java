package io.databased.internal.session;

import io.databased.SessionNotOpenException;
import java.util.List;

/** What is queued or under way in a session that is cancelled, and inside it. Under the conversation's lock. */
record UnfinishedWork(DefaultSession session) {
    /** The session waits for its turn or its connection. */
    Runnable giveUpOpening() {
        Throwable why =
                new SessionNotOpenException("Session '" + session.name() + "' was cancelled while it was being opened");
        for (Step step : session.conversation().removeIf(step -> step.session == session)) {
            session.engine.complete(() -> step.refuse(why));
        }
        DefaultSession parent = session.parentSession();
        if (parent != null) {
            parent.children().leave(session, why);
        }
        return session.endCancelled();
    }

    /** Adds to the actions what tells who waits, and stops what runs. */
    void drop(List<Runnable> actions) {
        Throwable why = new SessionNotOpenException(
                "Not run: session '" + session.name() + "' was cancelled before the statement was sent");
        Conversation conversation = session.conversation();
        for (Step step : conversation.removeIf(step -> step.session.isWithin(session))) {
            actions.add(() -> step.refuse(why));
        }
        for (Step step : conversation.underWay()) {
            if (step instanceof StatementStep statement && step.session.isWithin(session)) {
                actions.add(() -> statement.stop(why, true));
            }
        }
        StreamStep<?> stream = conversation.stream();
        if (stream != null && stream.session.isWithin(session)) {
            actions.add(() -> stream.stop(why));
        }
        session.children().endAll(why, actions);
    }
}
