package io.databased.internal.failure;

import io.databased.AcquireTimeoutException;
import io.databased.ChildSessionOpenException;
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

    private String at() {
        return callSite == null ? "" : "; at " + callSite.line();
    }

    /**
     * What a session does not do, as its user is told, who asked for it here. The session's words name it, and do not know
     * where; so this is said once, when they are told.
     */
    public Throwable refused(Throwable why) {
        String message = why.getMessage() + in() + at();
        if (why instanceof SessionNotOpenException told) {
            return located(new SessionNotOpenException(message), told);
        }
        if (why instanceof SessionAlreadyOpenException told) {
            return located(new SessionAlreadyOpenException(message), told);
        }
        if (why instanceof SessionFailedException told) {
            return located(new SessionFailedException(message, Objects.requireNonNull(told.getCause())), told);
        }
        if (why instanceof ChildSessionOpenException told) {
            return located(new ChildSessionOpenException(message), told);
        }
        if (why instanceof StreamOpenException told) {
            return located(new StreamOpenException(message), told);
        }
        if (why instanceof ConnectionLostException told && told.getCause() instanceof ConnectionLostException earlier) {
            return located(new ConnectionLostException(message, told.sent(), earlier), told);
        }
        if (why instanceof NotConnectedException told) {
            return located(new NotConnectedException(message), told);
        }
        return why;
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
