package io.databased.jdbc.owner;

import io.databased.spi.BackendException;
import io.databased.spi.SessionBackend;

/** Opens the connection of a new thread; if that fails, the thread ends. */
final class OpenTask extends Task<SessionBackend> {
    private final OwnerThread thread;
    private final OwnedConnection.Connector connector;

    OpenTask(OwnerThread thread, OwnedConnection.Connector connector) {
        super(null);
        this.thread = thread;
        this.connector = connector;
    }

    @Override
    void run() {
        start();
        try {
            succeed(new OwnedSession(thread, connector.connect()));
        } catch (BackendException e) {
            thread.stop();
            fail(e);
        } catch (RuntimeException | Error e) {
            thread.stop();
            fail(OwnedSession.unexpected(e, BackendException.Effect.NOT_SENT));
        }
    }
}
