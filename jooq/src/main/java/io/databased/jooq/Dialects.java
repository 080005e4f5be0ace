package io.databased.jooq;

import io.databased.Dialect;
import io.databased.InvalidQueryException;
import java.sql.Connection;
import java.util.Map;
import java.util.Set;
import org.jooq.Configuration;
import org.jooq.ConnectionProvider;
import org.jooq.DeleteResultStep;
import org.jooq.ExecuteListenerProvider;
import org.jooq.InsertResultStep;
import org.jooq.Query;
import org.jooq.SQLDialect;
import org.jooq.UpdateResultStep;
import org.jooq.conf.FetchTriggerValuesAfterReturning;
import org.jooq.conf.ParamType;
import org.jooq.conf.Settings;
import org.jooq.conf.SettingsTools;
import org.jooq.conf.StatementType;
import org.jooq.exception.DetachedException;

/** What jOOQ knows of a database, and what it must not do there. */
final class Dialects {
    /** The most values that one statement takes: SQLite's default limit; a 16-bit count on the wire of the others. */
    private static final Map<SQLDialect, Integer> MAX_VALUES = Map.of(
            SQLDialect.SQLITE, 32_766,
            SQLDialect.POSTGRES, 65_535,
            SQLDialect.MYSQL, 65_535,
            SQLDialect.MARIADB, 65_535);

    /** Where jOOQ renders {@code returning} into the statement itself. */
    private static final Set<SQLDialect> RETURNING = Set.of(
            SQLDialect.DEFAULT,
            SQLDialect.DUCKDB,
            SQLDialect.FIREBIRD,
            SQLDialect.H2,
            SQLDialect.MARIADB,
            SQLDialect.POSTGRES,
            SQLDialect.SQLITE,
            SQLDialect.YUGABYTEDB);

    private Dialects() {}

    static SQLDialect of(Dialect dialect) {
        if (dialect.name().equals("postgresql")) {
            return SQLDialect.POSTGRES;
        }
        for (SQLDialect family : SQLDialect.families()) {
            if (family.getNameLC().equals(dialect.name())) {
                return family;
            }
        }
        return SQLDialect.DEFAULT;
    }

    /** A copy that renders, binds and reads, and runs nothing. */
    static Configuration detached(Configuration configuration) {
        Settings settings = SettingsTools.clone(configuration.settings())
                .withParamType(ParamType.INDEXED)
                .withStatementType(StatementType.PREPARED_STATEMENT)
                .withExecuteLogging(false)
                .withFetchTriggerValuesAfterReturning(FetchTriggerValuesAfterReturning.NEVER)
                .withRenderGroupConcatMaxLenSessionVariable(false);
        return configuration.derive(settings).set(new NoConnections()).set(new ExecuteListenerProvider[0]);
    }

    static void checkOneStatement(Query query, Dialect dialect) {
        boolean update = query instanceof UpdateResultStep;
        if (!update && !(query instanceof InsertResultStep) && !(query instanceof DeleteResultStep)) {
            return;
        }
        SQLDialect jooqDialect = of(dialect);
        if (!RETURNING.contains(jooqDialect) || (update && jooqDialect == SQLDialect.MARIADB)) {
            throw new InvalidQueryException(dialect.name() + " has no RETURNING for this statement, and jOOQ would"
                    + " send a second one; leave returning(…) out, and select the rows in the same session"
                    + " (execute gives the generated key of an INSERT)");
        }
    }

    static void checkCount(int values, Dialect dialect) {
        int max = MAX_VALUES.getOrDefault(of(dialect), Integer.MAX_VALUE);
        if (values > max) {
            throw new InvalidQueryException("the query has " + values + " values to bind, " + dialect.name()
                    + " takes at most " + max + "; split it, or run it with executeMany");
        }
    }

    /** For what jOOQ would run by itself, such as {@code record.store()}. */
    private static final class NoConnections implements ConnectionProvider {
        @Override
        public Connection acquire() {
            throw new DetachedException("jOOQ has no connection here: pass the query to a session,"
                    + " session.execute(jooq(…)), in place of running it by jOOQ");
        }

        @Override
        public void release(Connection connection) {}
    }
}
