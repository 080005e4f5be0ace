package io.databased.spring;

import io.databased.BlockingDatabase;
import io.databased.BlockingQueryable;
import io.databased.BlockingSession;
import io.databased.DatabasedException;
import io.databased.Query;
import io.databased.UpdateResult;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionTimedOutException;

/**
 * Runs each statement in the transaction that the calling thread is in, or straight on the database if it is in none: for
 * repositories, which need not know. The transaction is one of a {@link DatabasedTransactionManager} of the same database.
 *
 * <p>Failures are those of {@link BlockingQueryable}, and {@link TransactionTimedOutException} once the timeout of the
 * transaction has passed.
 */
public final class TransactionalQueryable implements BlockingQueryable {
    private final BlockingDatabase database;

    public TransactionalQueryable(BlockingDatabase database) {
        this.database = Objects.requireNonNull(database, "database");
    }

    /** The session of the current transaction, of a nested one the child session; empty outside. Do not end it. */
    public Optional<BlockingSession> session() {
        return Optional.ofNullable(SessionHolder.current(database)).map(SessionHolder::session);
    }

    @Override
    public <T extends @Nullable Object> List<T> fetchAll(Query<T> query) {
        return run(queryable -> queryable.fetchAll(query));
    }

    @Override
    public <T> Optional<T> fetchOne(Query<? extends @Nullable T> query) {
        return run(queryable -> queryable.<T>fetchOne(query));
    }

    @Override
    public <T extends @Nullable Object> T fetchExactlyOne(Query<T> query) {
        return run(queryable -> queryable.fetchExactlyOne(query));
    }

    @Override
    public UpdateResult execute(Query<?> query) {
        return run(queryable -> queryable.execute(query));
    }

    @Override
    public int executeScript(String script) {
        return run(queryable -> queryable.executeScript(script));
    }

    @Override
    public long executeMany(String sql, List<?> values) {
        return run(queryable -> queryable.executeMany(sql, values));
    }

    @Override
    public <T> long forEach(Query<? extends @Nullable T> query, Consumer<? super T> consumer) {
        return run(queryable -> queryable.<T>forEach(query, consumer));
    }

    private <R extends @Nullable Object> R run(Function<BlockingQueryable, R> statement) {
        SessionHolder holder = SessionHolder.current(database);
        if (holder == null) {
            return statement.apply(database);
        }
        try {
            return statement.apply(holder.session());
        } catch (DatabasedException failure) {
            Duration exceeded = holder.exceeded();
            throw exceeded == null ? failure : DatabasedTransactionManager.timedOut(exceeded, failure);
        }
    }
}
