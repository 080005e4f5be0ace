package io.databased.spring.boot;

import io.databased.Database;
import io.databased.DatabaseObserver;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Warns of statements that run outside of the transaction of their thread, because a {@code Database} or {@code BlockingDatabase} was
 * asked for them: they stay when the transaction is rolled back. Once for each transactional method.
 */
final class OutsideWatch implements DatabaseObserver {
    private static final Log LOG = LogFactory.getLog(OutsideWatch.class);
    private static final int MOST_METHODS = 1000;

    private final Set<String> warned = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Database database;

    /** The database that transactions are bound to threads by. */
    void of(Database built) {
        database = built;
    }

    @Override
    public @Nullable Observation statement(StatementInfo statement) {
        Database watched = database;
        if (watched != null
                && statement.session().isEmpty()
                && TransactionSynchronizationManager.hasResource(watched)) {
            warn(statement);
        }
        return null;
    }

    private void warn(StatementInfo statement) {
        String method = Objects.requireNonNullElse(
                TransactionSynchronizationManager.getCurrentTransactionName(), "a transaction without a name");
        if (warned.size() < MOST_METHODS && warned.add(method)) {
            LOG.warn(statement.summary() + " in " + method
                    + " runs outside of its transaction, and stays when that is rolled"
                    + " back: a Database or BlockingDatabase was asked. Ask a BlockingQueryable, which runs in it. If"
                    + " it is to run outside, open a session of the BlockingDatabase");
        }
    }
}
