package io.databased.mysql;

import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.Command;
import io.databased.spi.Reply;
import io.databased.vertx.Exchange;
import io.databased.vertx.Exchange.Part;
import io.databased.vertx.Messages;
import io.vertx.mysqlclient.MySQLConnection;
import io.vertx.mysqlclient.MySQLSetOption;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a session that the library relies on: texts are UTF-8, and the time zone is UTC. A user may change the zone
 * for a while; what would then be another time is refused, by name.
 */
final class SessionSettings {
    private static final String SETTINGS = "SET NAMES " + SessionState.ENCODING + ", time_zone = '" + SessionState.ZONE
            + "', autocommit = 1, completion_type = 0, net_write_timeout = GREATEST(@@net_write_timeout, @@wait_timeout)";

    static final String REMEDY = "; leave time_zone as it is and use CONVERT_TZ(…), or take the instant as a number:"
            + " UNIX_TIMESTAMP(…), FROM_UNIXTIME(…)";

    /** Settings for one statement only, which are as they were when it is answered. */
    private static final Pattern FOR_ONE_STATEMENT = Pattern.compile(
            "(?:^\\s*set\\s+statement\\b|\\bset_var\\s*\\().*?\\b(?:time_zone|character_set_\\w+)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private final MySQLConnection driver;
    private final SessionState state;
    private final boolean strict;
    private final Function<Exchange, CompletionStage<List<@Nullable Object[]>>> ask;
    private final Consumer<Throwable> giveUp;

    /**
     * @param strict whether a value that does not fit is an error, also where the server is set otherwise
     * @param ask sends a question on the connection
     * @param giveUp called if the connection is of no use any more
     */
    SessionSettings(
            MySQLConnection driver,
            SessionState state,
            boolean strict,
            Function<Exchange, CompletionStage<List<@Nullable Object[]>>> ask,
            Consumer<Throwable> giveUp) {
        this.driver = driver;
        this.state = state;
        this.strict = strict;
        this.ask = ask;
        this.giveUp = giveUp;
    }

    /** Several statements in one text are not taken; they are never sent, but the driver asks for it. */
    CompletionStage<?> set() {
        CompletionStage<Void> single = driver.setOption(MySQLSetOption.MYSQL_OPTION_MULTI_STATEMENTS_OFF)
                .toCompletionStage();
        String track = SessionState.track(ServerFacts.isMariaDb(driver.databaseMetadata()));
        CompletionStage<Boolean> tells =
                ask.apply(Messages.text(Part.STATEMENT, track)).handle((set, tooOldToTell) -> tooOldToTell == null);
        String settings = SETTINGS + ", " + (strict ? SqlMode.AND_STRICT : SqlMode.AS_THE_SERVER);
        return ask.apply(Messages.text(Part.STATEMENT, settings))
                .thenCombine(tells, (set, known) -> known)
                .thenCombine(single, (known, done) -> {
                    state.restored();
                    state.tells(known);
                    return known;
                });
    }

    /** What was changed in a session, or by a statement outside of any, is not for those who come next. */
    void restoreOutside(TransactionWatch transaction) {
        if (!transaction.isOpen()) {
            restore();
        }
    }

    /** Sets again, ahead of whatever is sent next, what somebody has changed. */
    private void restore() {
        if (state.areChanged()) {
            state.restoring();
            ask.apply(Messages.text(Part.PRELUDE, SETTINGS)).whenComplete((set, failure) -> {
                if (failure == null) {
                    state.restored();
                } else {
                    giveUp.accept(failure);
                }
            });
        }
    }

    /** A reset leaves the connection in the database that it is in, which {@code USE} may have changed. */
    CompletionStage<?> enter(Optional<String> database) {
        return database.isPresent()
                ? driver.specifySchema(database.get()).toCompletionStage()
                : ask.apply(Messages.text(Part.STATEMENT, "SELECT DATABASE()"))
                        .thenAccept(ServerFacts::requireNoDatabase);
    }

    /** Refuses values that the server would take for others. */
    void requireUtcFor(@Nullable Object[] values) throws BackendException {
        String zone = state.otherZone();
        if (zone != null && hasInstant(values)) {
            throw refused("a value is an instant, and the session's time_zone is '" + zone
                    + "' where this library has set UTC; the server would store another one" + REMEDY);
        }
    }

    /** Fails a statement that was on its way with an instant when one before it on the connection changed the zone. */
    void requireUtcBefore(@Nullable Object[] values) throws BackendException {
        String zone = state.otherZoneBefore();
        if (zone != null && hasInstant(values)) {
            throw stored(zone);
        }
    }

    /** As the other, of many runs, one of which may have changed it for those behind. */
    void requireUtcAfter(List<@Nullable Object[]> runs) throws BackendException {
        String zone = state.otherZoneAfter();
        if (zone != null && runs.size() > 1 && runs.stream().anyMatch(SessionSettings::hasInstant)) {
            throw stored(zone);
        }
    }

    private static boolean hasInstant(@Nullable Object[] values) {
        for (Object value : values) {
            if (value instanceof OffsetDateTime) {
                return true;
            }
        }
        return false;
    }

    private static BackendException stored(String zone) {
        return refused("the statement has run with an instant while time_zone was '" + zone
                + "', which something before it on the connection has set, as a trigger may; the server may have stored another"
                + " instant. Look at the row" + REMEDY);
    }

    /** Fails if the server is not as it was told to be. */
    CompletionStage<Void> requireStrict() {
        return !strict || state.sqlMode().strict()
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.failedFuture(
                        refused("the session was set to a strict sql_mode, and is not strict: it would"
                                + " store other values than those that do not fit; have what stands before the server take SET sql_mode,"
                                + " or take the mode as it is by sql_mode=server in the URL"));
    }

    /** Refuses a statement that is to run with settings of its own, or that the server reads in another way. */
    void requireOurs(Command command) throws BackendException {
        String sql = command.sql();
        state.sqlMode().requireReadAlike(sql);
        if ((command.verb().equals("SET") || sql.contains("/*+"))
                && FOR_ONE_STATEMENT.matcher(sql).find()) {
            throw refused(
                    "the statement sets its own time_zone or character set, in which this library would read and write"
                            + " other values than are there; leave them as they are, and use CONVERT_TZ(…) and CONVERT(… USING …)");
        }
    }

    /** Refuses to go on where texts would be read and written as others; they are set back. */
    void requireEncoding() throws BackendException {
        String changed = state.otherEncoding();
        if (changed != null) {
            restore();
            throw refused("the statement has run and has set, or met, " + changed
                    + ", in which texts would be read and written as"
                    + " others; it was set back. Leave it at utf8mb4, and use CONVERT(… USING …) for a text that is to be"
                    + " encoded in another way");
        }
    }

    /** As {@link #requireEncoding()}, when more is known than when the statement was answered. */
    CompletionStage<Reply> inOurEncoding(CompletionStage<Reply> reply) {
        return reply.thenCompose(answered -> {
            try {
                requireEncoding();
                return CompletableFuture.completedFuture(answered);
            } catch (BackendException refused) {
                return CompletableFuture.failedFuture(refused);
            }
        });
    }

    /** Fails if a statement that prepares the connection has changed what stays changed then. */
    CompletionStage<Void> requireUnchanged() {
        String zone = state.otherZone();
        return zone == null
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.failedFuture(refused("the statement has set time_zone to '" + zone
                        + "', and this library reads and writes instants in UTC; leave time_zone as it is, and use"
                        + " CONVERT_TZ(…)"));
    }

    private static BackendException refused(String message) {
        return new BackendException(message, Kind.UNSUPPORTED, Effect.STATEMENT, null);
    }
}
