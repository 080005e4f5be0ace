package io.databased.spring;

import io.databased.BlockingDatabase;
import io.databased.BlockingSession;
import io.databased.Database;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.ResourceHolderSupport;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The session of the current transaction, bound to its thread by the database; of a nested one, the child session. */
final class SessionHolder extends ResourceHolderSupport {
    private final BlockingSession session;
    private final @Nullable SessionHolder outer;
    private final CompletableFuture<Void> deadline = new CompletableFuture<>();
    private volatile @Nullable Duration exceeded;

    SessionHolder(BlockingSession session, @Nullable SessionHolder outer) {
        this.session = session;
        this.outer = outer;
        setSynchronizedWithTransaction(true);
    }

    /** The one of the thread's transaction on this database, if it is in one. */
    static @Nullable SessionHolder current(BlockingDatabase database) {
        return (SessionHolder) TransactionSynchronizationManager.getResource(key(database));
    }

    /** Binds it to the thread, in place of the one around it. */
    void bind(BlockingDatabase database) {
        if (outer != null) {
            TransactionSynchronizationManager.unbindResource(key(database));
        }
        TransactionSynchronizationManager.bindResource(key(database), this);
    }

    /** Takes it from the thread, and binds the one around it again. */
    void unbind(BlockingDatabase database) {
        TransactionSynchronizationManager.unbindResource(key(database));
        if (outer != null) {
            TransactionSynchronizationManager.bindResource(key(database), outer);
        }
    }

    static Database key(BlockingDatabase database) {
        return database.async();
    }

    BlockingSession session() {
        return session;
    }

    /** The session is cancelled, with the statement that it is running, when the time is up. */
    void cancelAfter(Duration timeout) {
        deadline.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS).exceptionally(passed -> {
            exceeded = timeout;
            session.async().cancel();
            return null;
        });
    }

    /** The timeout of this transaction or of one around it, if it has passed. */
    @Nullable
    Duration exceeded() {
        Duration own = exceeded;
        return own == null && outer != null ? outer.exceeded() : own;
    }

    void stopTimer() {
        deadline.complete(null);
    }
}
