package io.databased.internal.pool;

/**
 * A connection that its holder shares with others: what is sent is pipelined, and must leave the connection as it was.
 * Each share is released exactly once, from any thread. Given out without allocation, so it cannot see that it is used
 * after its release; the connection still exists then as long as others share it.
 *
 * @param <C> the connection
 */
public interface Share<C> {
    C connection();

    /**
     * Gives the share back.
     *
     * @return for how many nanoseconds the connection was busy with it alone: since it has answered the share before
     */
    long release();

    /**
     * Says that something was left on the connection that is not for others: it gets no new shares, and is reset once the
     * present ones, this one among them, are released.
     */
    void connectionMarked();

    /**
     * Says that the connection is broken or undefined: it gets no new shares and is destroyed once the present ones,
     * this one among them, are released.
     */
    void connectionFailed(Throwable cause);
}
