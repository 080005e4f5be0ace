package io.databased.internal.session;

import io.databased.spi.Reply;

/** Who waits for a statement. Exactly one method is called, once, on whatever thread, never under a lock. */
interface Outcome {
    void reply(Reply reply);

    void failure(Throwable failure);
}
