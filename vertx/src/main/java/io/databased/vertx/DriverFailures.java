package io.databased.vertx;

import io.databased.vertx.runtime.DriverVersions;
import io.vertx.core.VertxException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the driver's failures mean that do not come from the server. Its words are all it gives to tell them by. */
public final class DriverFailures {
    /** Ahead of the value, which may be anything. */
    private static final Pattern GIVEN = Pattern.compile("Parameter at position\\[(\\d+)] with class = \\[([^]]+)]");

    private static final String EXPECTED = "] can not be coerced to the expected class = [";

    private DriverFailures() {}

    /** Whether the message waited in the driver when the connection was closed, or came after that. */
    static boolean notSent(@Nullable Throwable failure) {
        if (!(failure instanceof VertxException) || failure.getMessage() == null) {
            return false;
        }
        return failure.getMessage().startsWith("Pending requests failed to be sent")
                || failure.getMessage().startsWith("Connection is not active");
    }

    /** Whether the driver could not encode the values; nothing was sent, and its message quotes the value. */
    public static boolean notEncoded(@Nullable Throwable failure) {
        return failure instanceof VertxException
                && failure.getMessage() != null
                && (failure.getMessage().startsWith("Parameter at position")
                        || failure.getMessage().startsWith("The number of parameters"));
    }

    /** Which value the driver could not encode, and for what; null if it does not say. Quotes no value. */
    public static @Nullable Misfit misfit(Throwable failure) {
        String said = String.valueOf(failure.getMessage());
        Matcher given = GIVEN.matcher(said);
        int expected = said.lastIndexOf(EXPECTED) + EXPECTED.length();
        int end = said.lastIndexOf(']');
        return given.lookingAt() && expected > given.end() && end > expected
                ? new Misfit(
                        Integer.parseInt(given.group(1)) + 1,
                        simple(given.group(2)),
                        simple(said.substring(expected, end)))
                : null;
    }

    private static String simple(String className) {
        return className.startsWith("[")
                ? Misfit.LIST
                : className.substring(1 + Math.max(className.lastIndexOf('.'), className.lastIndexOf('$')));
    }

    /**
     * A value that is of another class than the server's type takes.
     *
     * @param parameter its place, from 1
     * @param given its class, without the package
     * @param expected the class that the driver sends as that type, without the package
     */
    public record Misfit(int parameter, String given, String expected) {
        /** In place of the class of an array. */
        public static final String LIST = "list";
    }

    /** Whether the driver came upon a value that its types do not have; it closes the connection then. Its message quotes it. */
    static boolean notDecoded(@Nullable Throwable failure) {
        return failure instanceof NumberFormatException || failure instanceof DateTimeException;
    }

    /** Why a connection is gone, in words that quote no value. */
    public static String reason(@Nullable Throwable failure) {
        if (failure instanceof IOException
                || failure instanceof NotSentException
                || failure instanceof UntrustworthyServerException) {
            return String.valueOf(failure.getMessage());
        }
        if (failure instanceof LinkageError) {
            return "the driver's jars do not fit each other ("
                    + failure.getClass().getSimpleName() + "): found " + DriverVersions.found()
                    + ", known to work are Netty 4.2 and Vert.x 5.0";
        }
        if (failure != null && notDecoded(failure)) {
            return "the driver closed it over a value that it cannot read ("
                    + failure.getClass().getSimpleName() + "); select such values as text";
        }
        return failure instanceof ClosedConnectionException || failure == null
                ? "the server or the network closed it"
                : failure.getMessage() != null && notSent(failure)
                        ? "it was closed before the statement was sent"
                        : "the driver gave up (" + failure.getClass().getSimpleName() + ")";
    }
}
