package io.databased.spi.product;

import io.databased.DatabaseMessage;
import io.databased.DatabaseMessage.Part;
import io.databased.StatementException.Kind;
import io.databased.spi.SqlStates;
import java.util.EnumSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What may be told of the messages of MySQL and MariaDB, which like to quote values: their words where they quote none, or where the
 * author of a routine has chosen them, else what the error number stands for, and names that are in them.
 */
public final class MySqlMessages {
    /** Of these, too, the message quotes no value. */
    private static final Set<Kind> ABOUT_NAMES = EnumSet.of(Kind.CHECK, Kind.TIMEOUT, Kind.SYSTEM);

    /** SIGNAL has them from whoever wrote it. */
    private static final int SIGNALLED = 1644;

    private static final String SIGNALLED_STATES = "45";

    /** Of these the server's own message names a key in quotes; one without is of whoever wrote a SIGNAL with that number. */
    private static final Set<Kind> NAMING_A_KEY = EnumSet.of(Kind.UNIQUE, Kind.FOREIGN_KEY);

    /** What a variable cannot be set to, a character set, collation or time zone that is none. */
    private static final Set<Integer> QUOTING_A_VALUE = Set.of(1115, 1231, 1273, 1298);

    /** The name stands behind the value, at the end, so what a value says cannot be taken for it. */
    private static final Map<Kind, Pattern> NAMES = Map.of(
            Kind.UNIQUE, Pattern.compile("for key '(?<constraint>[^']*)'$"),
            Kind.FOREIGN_KEY, Pattern.compile("CONSTRAINT `(?<constraint>[^`]*)` FOREIGN KEY"),
            Kind.CHECK,
                    Pattern.compile("(?i)^(?:check )?constraint ['`](?<constraint>[^'`]*)['`] (?:failed|is violated)"),
            Kind.NOT_NULL, Pattern.compile("^(?:Column|Field) '(?<column>[^']*)'"),
            Kind.DATA, Pattern.compile("for column (?<column>\\S+) at row \\d+$"));

    private static final Pattern QUOTE = Pattern.compile("['\"`]");

    /** From the first quote to the last: a value may have quotes in it. */
    private static final Pattern QUOTED = Pattern.compile("(['\"`]).*\\1", Pattern.DOTALL);

    /** The value comes behind the name. */
    private static final Pattern SETTING =
            Pattern.compile("^(Variable '\\w+' can't be set to the value of ).*", Pattern.DOTALL);

    private static final Properties CONDITIONS = Conditions.read("mysql.properties");

    private MySqlMessages() {}

    /** What may be told, without a value. */
    public static String told(int code, @Nullable String sqlState, String said, Kind kind) {
        boolean authors = code == SIGNALLED
                || String.valueOf(sqlState).startsWith(SIGNALLED_STATES)
                || (NAMING_A_KEY.contains(kind) && !QUOTE.matcher(said).find());
        if (QUOTING_A_VALUE.contains(code)) {
            return withoutSetting(said);
        }
        if (!said.isEmpty() && (authors || SqlStates.isAboutNames(kind) || ABOUT_NAMES.contains(kind))) {
            return said;
        }
        String condition = CONDITIONS.getProperty(Integer.toString(code));
        Matcher name = name(said, kind);
        if (condition == null && kind == Kind.OTHER && !said.isBlank()) {
            return withoutQuotes(said);
        }
        String words = condition == null ? SqlStates.phrase(kind) : condition;
        if (name == null) {
            return words;
        }
        return words
                + switch (kind) {
                    case UNIQUE -> ": key '" + name.group("constraint") + "'";
                    case FOREIGN_KEY -> ": CONSTRAINT `" + name.group("constraint") + "`";
                    default -> ": column " + name.group("column");
                };
    }

    private static String withoutSetting(String said) {
        Matcher setting = SETTING.matcher(said);
        return setting.matches() ? setting.group(1) + "'…'" : withoutQuotes(said);
    }

    private static String withoutQuotes(String said) {
        return QUOTED.matcher(said).replaceAll("$1…$1");
    }

    /** All that was said, with the names that are in it; or null if nothing was. */
    public static @Nullable DatabaseMessage message(String said, Kind kind) {
        if (said.isEmpty()) {
            return null;
        }
        Matcher name = name(said, kind);
        if (name == null) {
            return DatabaseMessage.of(said);
        }
        boolean column = kind == Kind.DATA || kind == Kind.NOT_NULL;
        return DatabaseMessage.of(
                said,
                column
                        ? Map.of(Part.COLUMN, plain(name.group("column")))
                        : Map.of(Part.CONSTRAINT, plain(name.group("constraint"))));
    }

    /** {@code 'title'}, or {@code `db`.`table`.`title`}; a key with its table in front, as MySQL tells it since 8.0.19. */
    private static String plain(String name) {
        String last = name.substring(name.lastIndexOf('.') + 1);
        return last.replaceAll("^['`]|['`]$", "");
    }

    private static @Nullable Matcher name(String said, Kind kind) {
        Pattern pattern = NAMES.get(kind);
        Matcher found = pattern == null ? null : pattern.matcher(said);
        return found != null && found.find() ? found : null;
    }
}
