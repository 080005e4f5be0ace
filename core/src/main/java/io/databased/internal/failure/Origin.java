package io.databased.internal.failure;

import io.databased.AcquireTimeoutException;
import io.databased.ChildSessionOpenException;
import io.databased.ConnectionFailedException;
import io.databased.ConnectionLostException;
import io.databased.DatabasedException;
import io.databased.InvalidQueryException;
import io.databased.MappingException;
import io.databased.NotConnectedException;
import io.databased.SessionAlreadyOpenException;
import io.databased.SessionFailedException;
import io.databased.SessionNotOpenException;
import io.databased.StreamOpenException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a statement comes from; every failure of it tells that.
 *
 * @param sql as the user wrote it; empty if it is not known, or there is none
 * @param session its name, or null of a one-shot
 * @param callSite where it was asked for, unless that is not recorded
 */
public record Origin(
        String sql, @Nullable String session, @Nullable CallSite callSite) {
    /** These call mappers: frames inside of them are the mapper's, those outside are ours. */
    private static final Set<String> CALL_MAPPERS = Set.of(
            "io.databased.internal.context.Queries",
            "io.databased.internal.stream.RowEmitter",
            "io.databased.internal.stream.BlockingRows");

    /** Of a statement that is not read yet. */
    public Origin with(String text) {
        return new Origin(text, session, callSite);
    }

    /** What a message says of it. */
    String text() {
        return in() + (session == null ? "" : "; session '" + session + "'") + at();
    }

    private String in() {
        return sql.isEmpty() ? "" : "; in: " + Failures.shorten(sql);
    }

    /** What a message says of the line alone. */
    public String at() {
        return callSite == null ? "" : "; at " + callSite.line();
    }

    /**
     * What is not done, as its user is told, who asked for it here. The words do not know where that was; so it is said once,
     * when they are told.
     */
    public Throwable refused(Throwable why) {
        return why instanceof DatabasedException ours ? refused(ours) : why;
    }

    /** As the other. */
    public DatabasedException refused(DatabasedException why) {
        DatabasedException told = reworded(why, why.getMessage() + in() + at());
        return told == why ? why : located(told, why);
    }

    /** There was no connection for it. */
    public Throwable unserved(Throwable why) {
        return refused(locate(why));
    }

    /** The same failure in other words; itself, if it has said already where it was asked for. */
    private static DatabasedException reworded(DatabasedException why, String message) {
        if (why instanceof SessionNotOpenException) {
            return new SessionNotOpenException(message);
        }
        if (why instanceof SessionAlreadyOpenException) {
            return new SessionAlreadyOpenException(message);
        }
        if (why instanceof SessionFailedException failed) {
            return new SessionFailedException(message, Objects.requireNonNull(failed.getCause()));
        }
        if (why instanceof ChildSessionOpenException) {
            return new ChildSessionOpenException(message);
        }
        if (why instanceof StreamOpenException) {
            return new StreamOpenException(message);
        }
        if (why instanceof ConnectionLostException lost && lost.getCause() instanceof ConnectionLostException earlier) {
            return new ConnectionLostException(message, lost.sent(), earlier);
        }
        if (why instanceof ConnectionFailedException failed) {
            return new ConnectionFailedException(
                    message,
                    failed.kind(),
                    failed.sqlState().orElse(null),
                    failed.vendorCode().isPresent() ? failed.vendorCode().getAsInt() : null,
                    failed.getCause());
        }
        return why instanceof NotConnectedException ? new NotConnectedException(message) : why;
    }

    public Throwable locate(Throwable failure) {
        return failure instanceof DatabasedException ours ? locate(ours) : failure;
    }

    /** The failure as its user is told; itself, if it says already where it comes from. */
    public DatabasedException locate(DatabasedException failure) {
        String known = sql.isEmpty() ? null : sql;
        if (failure instanceof InvalidQueryException refused && refused.sql().isEmpty()) {
            return located(
                    new InvalidQueryException(refused.getMessage() + text(), known, refused.getCause()), refused);
        }
        if (failure instanceof MappingException refused && refused.sql().isEmpty()) {
            return located(new MappingException(refused.getMessage() + text(), known, refused.getCause()), refused);
        }
        if (failure instanceof AcquireTimeoutException late && late.sql().isEmpty()) {
            return located(
                    new AcquireTimeoutException(
                            late.getMessage() + text(),
                            late.getCause(),
                            late.reason(),
                            late.timeout(),
                            late.holders(),
                            known),
                    late);
        }
        return failure;
    }

    private DatabasedException located(DatabasedException located, DatabasedException original) {
        located.setStackTrace(
                callSite == null
                        ? original.getStackTrace()
                        : Stream.concat(mapper(original), Arrays.stream(callSite.userFrames()))
                                .toArray(StackTraceElement[]::new));
        for (Throwable later : original.getSuppressed()) {
            located.addSuppressed(later);
        }
        return located;
    }

    /** Where in the mapper it was, which may be the user's; runs far from the caller. */
    private static Stream<StackTraceElement> mapper(DatabasedException failure) {
        return failure instanceof MappingException
                ? Arrays.stream(failure.getStackTrace())
                        .takeWhile(frame -> !CALL_MAPPERS.contains(frame.getClassName()))
                : Stream.empty();
    }
}
