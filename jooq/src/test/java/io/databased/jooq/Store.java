package io.databased.jooq;

import io.databased.Query;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.FetchTriggerValuesAfterReturning;
import org.jooq.conf.Settings;

/** A database that is asked in two ways: by jOOQ with a connection of its own, and with our queries. */
interface Store extends AutoCloseable {
    Settings SETTINGS = new Settings()
            .withExecuteLogging(false)
            .withFetchTriggerValuesAfterReturning(FetchTriggerValuesAfterReturning.NEVER);

    static Store sqlite() throws SQLException {
        return JdbcStore.open("jdbc:sqlite::memory:", "sqlite", SQLDialect.SQLITE);
    }

    static Store h2() throws SQLException {
        return JdbcStore.open("jdbc:h2:mem:", "h2", SQLDialect.H2);
    }

    /** jOOQ as it is. */
    DSLContext attached();

    /** The rows of our query. */
    <T> List<T> fetch(Query<T> query) throws SQLException;

    /** The rows that our query affected. */
    int execute(Query<?> query) throws SQLException;

    /** The sample's tables, and the schema if it may have changed. */
    default List<String> contents(String schema) {
        return Stream.of("\"movies\"", "\"directors\"", schema)
                .filter(Objects::nonNull)
                .map(table -> attached().fetch("select * from " + table).format())
                .toList();
    }

    @Override
    void close() throws SQLException;
}
