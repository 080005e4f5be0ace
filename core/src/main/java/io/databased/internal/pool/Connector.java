package io.databased.internal.pool;

import java.util.concurrent.CompletionStage;

/**
 * Opens, checks, resets and closes the connections of a pool. Stages may complete on any thread; the pool sets the deadlines.
 *
 * @param <C> the connection
 */
public interface Connector<C> {
    /**
     * Opens a connection. One that arrives after the deadline is closed again by the pool.
     *
     * @param givenUp completes when nobody waits for it any more
     */
    CompletionStage<C> connect(CompletionStage<?> givenUp);

    /** Asks whether the connection still answers. Fails if not; the value does not matter. */
    CompletionStage<?> validate(C connection);

    /** Brings the connection back to what a new one has. Fails if that cannot be done. */
    CompletionStage<?> reset(C connection);

    /** Closes the connection. Called once for each connection, for whatever reason it goes. */
    CompletionStage<?> close(C connection);

    /**
     * Whether the connection is not known to be lost. Called under the pool's lock: reads a field. To be false before
     * {@link Pool#lost} is called.
     */
    boolean isAlive(C connection);

    /**
     * How many shares this connection can bear; {@link io.databased.PoolOptions#maxPipelined()} may be lower. Called
     * once, under the pool's lock.
     */
    int maxPipelined(C connection);

    /**
     * Whether connecting failed for a reason that trying again does not change, such as a wrong password. Called under
     * the pool's lock.
     */
    boolean isPermanent(Throwable connectFailure);

    /** What is told of a connect that failed, to whoever waits, and in messages. Called under the pool's lock. */
    default Throwable told(Throwable connectFailure) {
        return connectFailure;
    }
}
