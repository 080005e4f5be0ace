package io.databased.internal.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.DatabaseUrl;
import io.databased.InvalidUrlException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackendsTest {
    @ParameterizedTest
    @CsvSource({
        "sqllite, sqlite",
        "sqlite3, sqlite",
        "postgress, postgresql",
        "mysqll, mysql",
        "maria, mariadb",
        "mysql+pymysql, mysql",
        "mariadb+mariadbconnector, mariadb",
        "postgresql+asyncpg, postgresql",
        "sqlite+aiosqlite, sqlite",
        "psql, postgresql",
        "pgsql, postgresql"
    })
    void proposesTheSchemeThatIsMeant(String scheme, String meant) {
        assertThatThrownBy(() -> Backends.find(DatabaseUrl.ofScheme(scheme), null))
                .isInstanceOf(InvalidUrlException.class)
                .hasMessageStartingWith("No backend on the class path serves the scheme '" + scheme + "' (served are ")
                .hasMessageEndingWith("); did you mean '" + meant + "'?");
    }

    @Test
    void saysThatTheUrlOfADriverIsOursWithoutItsPrefix() {
        Set<String> served = Set.of("postgresql", "sqlite");

        assertThat(Backends.unserved(DatabaseUrl.parse("jdbc:postgresql://h/d?password=canary"), served))
                .contains("'jdbc'")
                .endsWith("; write postgresql://… without jdbc:, or add the artifact io.databased:databased-jdbc")
                .doesNotContain("canary");
        assertThat(Backends.unserved(DatabaseUrl.parse("jdbc:sqlite:app.db"), served))
                .endsWith("; write sqlite:///… without jdbc:, or add the artifact io.databased:databased-jdbc");
        assertThat(Backends.unserved(DatabaseUrl.parse("jdbc:h2:mem:app"), served))
                .endsWith("); add the artifact io.databased:databased-jdbc");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mssql", "sqlserver", "oracle", "h2", "db2", "duckdb", "mongodb"})
    void saysThatOtherDatabasesNeedADriver(String scheme) {
        assertThatThrownBy(() -> Backends.find(DatabaseUrl.ofScheme(scheme), null))
                .hasMessageEndingWith(
                        "); for other databases add io.databased:databased-jdbc and a driver, and use a jdbc: URL");
    }
}
