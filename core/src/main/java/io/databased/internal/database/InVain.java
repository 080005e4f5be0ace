package io.databased.internal.database;

import io.databased.internal.async.Log;
import io.databased.internal.context.Context;
import io.databased.internal.context.Prepared;
import io.databased.internal.failure.CallSite;
import io.databased.internal.sql.ParsedSql.Mark;
import java.lang.System.Logger.Level;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Warns of one-shots that were done, and have no effect on what follows: the connection that had it is reset. */
record InVain(Context context) {
    /** Where SET without more is of the connection; elsewhere it may be of the database. */
    private static final Set<String> SETS_OF_THE_CONNECTION = Set.of("postgresql", "mysql", "mariadb");

    /** It has run. */
    void done(Prepared prepared) {
        String advice = advice(prepared.parsed().mark().kind());
        if (advice == null) {
            return;
        }
        CallSite site = prepared.origin().callSite();
        String what = prepared.parsed().mark().name() + " outside of a session"
                + (site == null ? "" : ", at " + site.line() + ",");
        if (context.lasting().warned().isNew(what)) {
            Log.LOGGER.log(Level.WARNING, what + advice);
        }
    }

    private @Nullable String advice(Mark.Kind kind) {
        return switch (kind) {
            case NONE -> null;
            case SETTING -> setting();
            case SETTING_OF_SOMETHING ->
                SETS_OF_THE_CONNECTION.contains(context.dialect().name()) ? setting() : null;
            case SUBSCRIPTION ->
                " hears nothing: its connection is reset at once. Take PostgresNotifications, which has a connection of"
                        + " its own";
            case LOCK ->
                " holds nothing: its connection is reset at once, and the lock is free again. Take the lock in the"
                        + " session that needs it";
        };
    }

    private static String setting() {
        return " has no effect on what follows: its connection is reset at once. Run it in the session that needs it, or"
                + " give it to every connection by connectionInitSql(…) of the builder";
    }
}
