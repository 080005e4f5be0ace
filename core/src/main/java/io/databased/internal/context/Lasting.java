package io.databased.internal.context;

import io.databased.internal.async.BlockingGuard;
import io.databased.spi.SqlDialect;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a database keeps from one connect to the next.
 *
 * @param sessions how many were given a name
 */
public record Lasting(Queries queries, Callbacks callbacks, TransactionSql transactionSql, AtomicLong sessions) {
    public static Lasting of(Settings settings) {
        SqlDialect dialect = settings.backend().dialect();
        return new Lasting(
                new Queries(dialect, settings.callbacks().converters()),
                new Callbacks(settings.callbacks().executor(), new BlockingGuard(settings.backend())),
                new TransactionSql(dialect),
                new AtomicLong());
    }
}
