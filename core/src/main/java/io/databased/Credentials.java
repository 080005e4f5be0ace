package io.databased;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who opens a connection, see {@link DatabaseBuilder#credentials}.
 *
 * @param user null for that of the URL
 * @param password not shown by {@link #toString()}
 */
public record Credentials(@Nullable String user, String password) {
    public Credentials {
        Objects.requireNonNull(password, "password");
    }

    /** A password for the user of the URL. */
    public static Credentials ofPassword(String password) {
        return new Credentials(null, password);
    }

    @Override
    public String toString() {
        return "Credentials[user=" + user + ", password=***]";
    }
}
