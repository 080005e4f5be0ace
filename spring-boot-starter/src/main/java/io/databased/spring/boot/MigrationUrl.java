package io.databased.spring.boot;

import io.databased.DatabaseUrl;
import io.databased.InvalidUrlException;
import org.jspecify.annotations.Nullable;

/** A database's URL as JDBC has it, in the parts that migration tools take. */
final class MigrationUrl {
    private MigrationUrl() {}

    /** Null for a part that the URL has not, and for a database that no other connection could see. */
    static @Nullable String part(DatabaseProperties settings, String part) {
        DatabaseUrl url;
        try {
            url = DatabaseFactory.url(settings);
            if (url.scheme().equals("sqlite") && inMemory(url)) {
                return null;
            }
            return switch (part) {
                case "url" -> url.toJdbcUrl();
                case "user" -> url.user().orElse(null);
                default -> url.password().orElse(null);
            };
        } catch (InvalidUrlException | NoUrlException said) { // when the database is made
            return null;
        }
    }

    private static boolean inMemory(DatabaseUrl url) {
        String file = url.database().orElse("");
        return file.isEmpty() || file.equals(":memory:");
    }
}
