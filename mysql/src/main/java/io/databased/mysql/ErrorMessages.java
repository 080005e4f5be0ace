package io.databased.mysql;

import io.databased.DatabaseMessage;
import io.databased.DatabaseMessage.Part;
import io.databased.StatementException.Kind;
import io.databased.spi.SqlStates;
import io.vertx.mysqlclient.MySQLException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What may be told of the server's messages, which like to quote values: their words where they quote none, or where the
 * author of a routine has chosen them, else what the error number stands for, and names that are in them.
 */
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

    /** SIGNAL has them from whoever wrote it. */
    private static final int SIGNALLED = 1644;

    private static final String SIGNALLED_STATES = "45";

    /** The name stands behind the value, at the end, so what a value says cannot be taken for it. */
    private static final Map<Kind, Pattern> NAMES = Map.of(
            Kind.UNIQUE, Pattern.compile("for key '(?<constraint>[^']*)'$"),
            Kind.FOREIGN_KEY, Pattern.compile("CONSTRAINT `(?<constraint>[^`]*)` FOREIGN KEY"),
            Kind.CHECK,
                    Pattern.compile("(?i)^(?:check )?constraint ['`](?<constraint>[^'`]*)['`] (?:failed|is violated)"),
            Kind.NOT_NULL, Pattern.compile("^(?:Column|Field) '(?<column>[^']*)'"),
            Kind.DATA, Pattern.compile("for column (?<column>\\S+) at row \\d+$"));

    private static final Properties CONDITIONS = conditions();

    /** The driver puts the server's words between these. */
    private static final String BEFORE = "{errorMessage=";

    private ErrorMessages() {}

    private static Properties conditions() {
        Properties conditions = new Properties();
        try (InputStream text =
                Objects.requireNonNull(ErrorMessages.class.getResourceAsStream("conditions.properties"))) {
            conditions.load(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return conditions;
    }

    static String withoutValues(MySQLException refused, Kind kind) {
        String said = words(refused);
        boolean authors = refused.getErrorCode() == SIGNALLED
                || text(refused.getSqlState()).startsWith(SIGNALLED_STATES);
        if (!said.isEmpty() && (authors || QUOTING_NO_VALUE.contains(kind))) {
            return said;
        }
        String condition = CONDITIONS.getProperty(Integer.toString(refused.getErrorCode()), SqlStates.phrase(kind));
        Matcher name = name(said, kind);
        if (name == null) {
            return condition;
        }
        return condition
                + switch (kind) {
                    case UNIQUE -> ": key '" + name.group("constraint") + "'";
                    case FOREIGN_KEY -> ": CONSTRAINT `" + name.group("constraint") + "`";
                    default -> ": column " + name.group("column");
                };
    }

    /** All that was said, with the names that are in it; or null if nothing was. */
    static @Nullable DatabaseMessage message(MySQLException refused, Kind kind) {
        String said = words(refused);
        if (said.isEmpty()) {
            return null;
        }
        Map<Part, String> parts = new EnumMap<>(Part.class);
        Matcher name = name(said, kind);
        if (name != null) {
            boolean column = kind == Kind.DATA || kind == Kind.NOT_NULL;
            parts.put(
                    column ? Part.COLUMN : Part.CONSTRAINT,
                    column ? plain(name.group("column")) : name.group("constraint"));
        }
        return DatabaseMessage.of(said, parts);
    }

    /** {@code 'title'}, or {@code `db`.`table`.`title`}. */
    private static String plain(String name) {
        String last = name.substring(name.lastIndexOf('.') + 1);
        return last.replaceAll("^['`]|['`]$", "");
    }

    private static @Nullable Matcher name(String said, Kind kind) {
        Pattern pattern = NAMES.get(kind);
        Matcher found = pattern == null ? null : pattern.matcher(said);
        return found != null && found.find() ? found : null;
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
