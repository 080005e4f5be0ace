package io.databased.spring.boot;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** {@code databased.*}: the settings of the default database, and those of others by name. */
@ConfigurationProperties(prefix = "databased", ignoreUnknownFields = false)
public class DatabasedProperties extends DatabaseProperties {
    /** The name of the database of {@code databased.url}. */
    public static final String DEFAULT = "default";

    /** Further databases by name; the name is the qualifier of their beans. */
    private final Map<String, DatabaseProperties> databases = new LinkedHashMap<>();

    /** Whether failures in beans marked @Repository are translated into Spring's DataAccessException. */
    private boolean translateExceptions;

    public Map<String, DatabaseProperties> getDatabases() {
        return databases;
    }

    public boolean isTranslateExceptions() {
        return translateExceptions;
    }

    public void setTranslateExceptions(boolean translateExceptions) {
        this.translateExceptions = translateExceptions;
    }

    /** The settings of a database by its name. */
    DatabaseProperties of(String name) {
        return name.equals(DEFAULT) ? this : Objects.requireNonNull(databases.get(name), name);
    }

    /** Whether a database is in force-rollback: by its own setting, or by the one for all. */
    boolean isRolledBack(String name) {
        DatabaseProperties own = databases.get(name);
        return isForceRollback() || (own != null && own.isForceRollback());
    }

    /** Where a setting of a database stands, {@code databased.databases.orders.url} for example. */
    static String key(String name, String setting) {
        return name.equals(DEFAULT) ? "databased." + setting : "databased.databases." + name + "." + setting;
    }
}
