package io.databased.mysql;

import io.databased.StatementException.Kind;
import io.databased.spi.SqlStates;
import io.vertx.mysqlclient.MySQLException;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What may be told of the server's messages, which like to quote values. */
final class ErrorMessages {
    /** Of these the message names objects, or quotes the statement, whose values are bound. */
    private static final Set<Kind> QUOTING_NO_VALUE = EnumSet.of(
            Kind.NOT_NULL,
            Kind.CHECK,
            Kind.SYNTAX,
            Kind.OBJECT,
            Kind.PERMISSION,
            Kind.SERIALIZATION,
            Kind.DEADLOCK,
            Kind.BUSY,
            Kind.CANCELLED,
            Kind.TIMEOUT,
            Kind.READ_ONLY,
            Kind.SYSTEM,
            Kind.UNSUPPORTED);

    /** The name stands behind the value, at the end, so what a value says cannot be taken for it. */
    private static final Map<Kind, Pattern> NAMES = Map.of(
            Kind.UNIQUE, Pattern.compile("for (key '[^']*')$"),
            Kind.FOREIGN_KEY, Pattern.compile("(CONSTRAINT `[^`]*`) FOREIGN KEY"),
            Kind.DATA, Pattern.compile("for (column \\S+) at row \\d+$"));

    /** The driver puts the server's words between these. */
    private static final String BEFORE = "{errorMessage=";

    private ErrorMessages() {}

    static String withoutValues(MySQLException refused, Kind kind) {
        String said = words(refused);
        if (said.isEmpty()) {
            return SqlStates.phrase(kind);
        }
        if (QUOTING_NO_VALUE.contains(kind)) {
            return said;
        }
        Pattern name = NAMES.get(kind);
        Matcher found = name == null ? null : name.matcher(said);
        return SqlStates.phrase(kind) + (found != null && found.find() ? ": " + found.group(1) : "");
    }

    private static String words(MySQLException refused) {
        String message = text(refused.getMessage());
        int end = message.lastIndexOf(", errorCode=");
        return message.startsWith(BEFORE) && end >= BEFORE.length() ? message.substring(BEFORE.length(), end) : message;
    }

    private static String text(@Nullable String message) {
        return message == null ? "" : message;
    }
}
