package io.databased.postgresql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** What an SQLSTATE of PostgreSQL means, in words that quote nothing. */
final class Conditions {
    private static final Properties WORDS = load();

    private Conditions() {}

    private static Properties load() {
        Properties words = new Properties();
        try (InputStream in = Conditions.class.getResourceAsStream("conditions.properties")) {
            words.load(in);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return words;
    }

    /** The condition; null for a state that the server does not define, as one of a function's author. */
    static @Nullable String words(@Nullable String sqlState) {
        return sqlState == null ? null : WORDS.getProperty(sqlState);
    }
}
