package io.databased.internal.context;

import io.databased.InvalidQueryException;
import io.databased.Sql;
import io.databased.internal.async.BlockingGuard;
import io.databased.internal.failure.Origin;
import io.databased.spi.Command;
import io.databased.spi.SqlDialect;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a database keeps from one connect to the next.
 *
 * @param connectionInit what is run on each new connection
 * @param sessions how many were given a name
 * @param warned of which lines
 */
public record Lasting(
        Queries queries,
        Callbacks callbacks,
        TransactionSql transactionSql,
        List<Prepared> connectionInit,
        AtomicLong sessions,
        Warned warned) {
    /** @throws InvalidQueryException if what is to be run on new connections cannot be right */
    public static Lasting of(Settings settings) {
        SqlDialect dialect = settings.backend().dialect();
        Queries queries = new Queries(dialect, settings.callbacks().converters());
        return new Lasting(
                queries,
                new Callbacks(settings.callbacks().executor(), new BlockingGuard(settings.backend()::onBackendThread)),
                new TransactionSql(dialect),
                connectionInit(settings, queries),
                new AtomicLong(),
                new Warned());
    }

    private static List<Prepared> connectionInit(Settings settings, Queries queries) {
        Origin origin = new Origin("", null, null);
        return settings.callbacks().connectionInitSql().stream()
                .map(text -> queries.prepare(Sql.sql(text), Command.Mode.EXECUTE, Long.MAX_VALUE, origin))
                .toList();
    }
}
