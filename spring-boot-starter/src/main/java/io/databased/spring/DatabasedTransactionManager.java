package io.databased.spring;

import io.databased.BlockingDatabase;
import io.databased.BlockingSession;
import io.databased.CommitOutcomeUnknownException;
import io.databased.DatabasedException;
import io.databased.Isolation;
import io.databased.SessionFailedException;
import io.databased.SessionOptions;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.support.PersistenceExceptionTranslator;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.InvalidIsolationLevelException;
import org.springframework.transaction.NestedTransactionNotSupportedException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.TransactionTimedOutException;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.SmartTransactionObject;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Spring's transactions as sessions: {@code @Transactional} opens a session and takes its connection, and a {@link
 * TransactionalQueryable} on the same thread runs its statements in it.
 *
 * <p>{@code NESTED} is a child session. {@code REQUIRES_NEW} is a session of its own on a second connection; on SQLite, where one
 * connection writes, it waits until the acquire timeout if both write. The name of the transaction, which {@code @Transactional}
 * takes from the method, is the session's name in errors. Isolation and read-only hold for the outermost session, as in
 * all of Spring. When the timeout is over the session is cancelled, with the statement that it is running.
 *
 * <p>A failure at the commit is thrown as it is, or as {@link UnexpectedRollbackException} if a statement of the transaction had
 * failed before and the application went on, as {@link TransactionTimedOutException} if the time was over, or as {@link
 * TransactionSystemException} if nobody knows whether it was committed; the cause tells more.
 */
public final class DatabasedTransactionManager extends AbstractPlatformTransactionManager {
    private static final long serialVersionUID = 1L;

    private final transient BlockingDatabase database;
    private final transient PersistenceExceptionTranslator translator;

    /** Throws failures as they are. */
    public DatabasedTransactionManager(BlockingDatabase database) {
        this(database, failure -> null);
    }

    /** @param translator translates failures at the commit; what it gives null for is thrown as it is */
    public DatabasedTransactionManager(BlockingDatabase database, PersistenceExceptionTranslator translator) {
        this.database = Objects.requireNonNull(database, "database");
        this.translator = Objects.requireNonNull(translator, "translator");
        setNestedTransactionAllowed(true);
    }

    /** A transaction, or none yet: {@code holder} is set once it has begun. */
    private static final class Transaction implements SmartTransactionObject {
        private @Nullable SessionHolder holder;

        Transaction(@Nullable SessionHolder holder) {
            this.holder = holder;
        }

        SessionHolder begun() {
            return Objects.requireNonNull(holder, "the transaction has not begun");
        }

        @Override
        public boolean isRollbackOnly() {
            return holder != null && holder.isRollbackOnly();
        }
    }

    @Override
    protected Object doGetTransaction() {
        return new Transaction(SessionHolder.current(database));
    }

    @Override
    protected boolean isExistingTransaction(Object transaction) {
        return ((Transaction) transaction).holder != null;
    }

    /** A nested transaction begins and ends like any other; what it begins is a child session. */
    @Override
    protected boolean useSavepointForNestedTransaction() {
        return false;
    }

    @Override
    protected void doBegin(Object object, TransactionDefinition definition) {
        Transaction transaction = (Transaction) object;
        SessionHolder outer = transaction.holder;
        SessionHolder holder = new SessionHolder(open(outer, definition), outer);
        int seconds = determineTimeout(definition);
        if (seconds != TransactionDefinition.TIMEOUT_DEFAULT) {
            holder.setTimeoutInSeconds(seconds);
            holder.cancelAfter(Duration.ofSeconds(seconds));
        }
        holder.bind(database);
        transaction.holder = holder;
    }

    private BlockingSession open(@Nullable SessionHolder outer, TransactionDefinition definition) {
        try {
            return outer == null
                    ? database.session(options(definition)).open()
                    : outer.session().transaction(named(definition)).open();
        } catch (DatabasedException refused) {
            if (outer == null) {
                throw new CannotCreateTransactionException(
                        "No session could be opened for the transaction: " + refused.getMessage(), refused);
            }
            throw new NestedTransactionNotSupportedException(
                    "No child session could be opened for the nested transaction: " + refused.getMessage(), refused);
        }
    }

    private static SessionOptions options(TransactionDefinition definition) {
        SessionOptions options = named(definition);
        if (definition.isReadOnly()) {
            options = options.withReadOnly();
        }
        int level = definition.getIsolationLevel();
        return level == TransactionDefinition.ISOLATION_DEFAULT ? options : options.withIsolation(isolation(level));
    }

    private static SessionOptions named(TransactionDefinition definition) {
        String name = definition.getName();
        return name == null ? SessionOptions.defaults() : SessionOptions.named(name);
    }

    private static Isolation isolation(int level) {
        return switch (level) {
            case TransactionDefinition.ISOLATION_READ_UNCOMMITTED -> Isolation.READ_UNCOMMITTED;
            case TransactionDefinition.ISOLATION_READ_COMMITTED -> Isolation.READ_COMMITTED;
            case TransactionDefinition.ISOLATION_REPEATABLE_READ -> Isolation.REPEATABLE_READ;
            case TransactionDefinition.ISOLATION_SERIALIZABLE -> Isolation.SERIALIZABLE;
            default -> throw new InvalidIsolationLevelException("There is no isolation level " + level);
        };
    }

    @Override
    protected Object doSuspend(Object object) {
        Transaction transaction = (Transaction) object;
        SessionHolder holder = transaction.begun();
        transaction.holder = null;
        TransactionSynchronizationManager.unbindResource(SessionHolder.key(database));
        return holder;
    }

    @Override
    protected void doResume(@Nullable Object transaction, Object suspended) {
        TransactionSynchronizationManager.bindResource(SessionHolder.key(database), suspended);
    }

    @Override
    protected void doSetRollbackOnly(DefaultTransactionStatus status) {
        ((Transaction) status.getTransaction()).begun().setRollbackOnly();
    }

    @Override
    protected void doCommit(DefaultTransactionStatus status) {
        SessionHolder holder = ((Transaction) status.getTransaction()).begun();
        holder.stopTimer();
        try {
            holder.session().commit();
        } catch (DatabasedException refused) {
            throw failed(refused, holder);
        }
    }

    private RuntimeException failed(DatabasedException refused, SessionHolder holder) {
        if (refused instanceof CommitOutcomeUnknownException) {
            return new TransactionSystemException(
                    "Nobody knows whether the transaction was committed: " + refused.getMessage(), refused);
        }
        holder.session().cancel();
        Duration exceeded = holder.exceeded();
        if (exceeded != null) {
            return timedOut(exceeded, refused);
        }
        if (refused instanceof SessionFailedException) {
            return new UnexpectedRollbackException(
                    "The transaction was rolled back, although the application went on to the commit: "
                            + refused.getMessage(),
                    refused);
        }
        RuntimeException translated = translator.translateExceptionIfPossible(refused);
        return translated == null ? refused : translated;
    }

    static TransactionTimedOutException timedOut(Duration timeout, DatabasedException failure) {
        return new TransactionTimedOutException(
                "The transaction was rolled back: its timeout of " + timeout.toSeconds() + " s had passed", failure);
    }

    @Override
    protected void doRollback(DefaultTransactionStatus status) {
        ((Transaction) status.getTransaction()).begun().session().cancel();
    }

    @Override
    protected void doCleanupAfterCompletion(Object transaction) {
        SessionHolder holder = ((Transaction) transaction).begun();
        holder.stopTimer();
        holder.unbind(database);
        holder.session().close();
        holder.clear();
    }
}
