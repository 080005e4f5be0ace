package io.databased.internal.session;

import io.databased.Dialect;
import io.databased.internal.row.Conversions;
import io.databased.internal.row.RowShapes;
import io.databased.internal.sql.SqlCache;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What a database keeps from one connect to the next: what it learned of texts and types, and what never changes. */
final class Blueprint {
    private static final int CACHED_TEXTS = 1024;

    private final SqlCache texts;
    private final Conversions conversions;
    private final RowShapes shapes;
    private final @Nullable Executor executor;
    private final BlockingGuard guard;
    private final TransactionSql transactionSql;
    private final AtomicLong sessions = new AtomicLong();

    Blueprint(Settings settings) {
        Dialect dialect = settings.backend().dialect();
        this.texts = new SqlCache(dialect.syntax(), dialect::placeholder, CACHED_TEXTS);
        this.conversions = Conversions.of(settings.callbacks().converters());
        this.shapes = new RowShapes(conversions);
        this.executor = settings.callbacks().executor();
        this.guard = new BlockingGuard(settings.backend());
        this.transactionSql = new TransactionSql(dialect);
    }

    SqlCache texts() {
        return texts;
    }

    Conversions conversions() {
        return conversions;
    }

    RowShapes shapes() {
        return shapes;
    }

    Executor executor() {
        return executor == null ? CompletionExecutors.shared() : executor;
    }

    BlockingGuard guard() {
        return guard;
    }

    TransactionSql transactionSql() {
        return transactionSql;
    }

    String nextSessionName() {
        return "session-" + sessions.incrementAndGet();
    }
}
