package io.databased.jdbc.owner;

import io.databased.spi.BackendException;
import io.databased.spi.SessionBackend;

/** Opens the connection of a new thread; if that fails, the thread ends. */
final class OpenTask extends Task<SessionBackend> {
    private final Owner owner;
    private final OwnedConnection.Connector connector;

    OpenTask(Owner owner, OwnedConnection.Connector connector) {
        super(null);
        this.owner = owner;
        this.connector = connector;
    }

    @Override
    void run() {
        start();
        try {
            succeed(new OwnedSession(owner, connector.connect()));
        } catch (BackendException e) {
            owner.stop();
            fail(e);
        } catch (RuntimeException | Error e) {
            owner.stop();
            fail(OwnedSession.unexpected(e, BackendException.Effect.NOT_SENT));
        }
    }
}
