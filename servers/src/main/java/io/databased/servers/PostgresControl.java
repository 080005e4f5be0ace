package io.databased.servers;

import java.net.URI;
import java.sql.Connection;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** What is said to PostgreSQL, whose superuser is {@code postgres}. */
final class PostgresControl extends Control {
    private static final String OWN_DATABASE = "postgres";
    private static final String EMPTIER = "databased-servers-emptier";

    private volatile @Nullable String strategy;

    PostgresControl(URI server) {
        super(server, "postgresql", OWN_DATABASE, 5432);
    }

    static PostgresControl local(int port) {
        return new PostgresControl(URI.create("postgresql://postgres@127.0.0.1:" + port + "/" + OWN_DATABASE));
    }

    @Override
    void configure(Properties properties) {
        properties.setProperty("ApplicationName", "databased-servers");
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("socketTimeout", "30");
    }

    /** Copied as files where there is a choice: as pages through the log, which is the default then, it takes twice as long. */
    @Override
    String creation(String database) {
        String known = strategy;
        if (known == null) {
            int version = Integer.parseInt(one("SELECT current_setting(?)", "server_version_num"));
            known = version < 150_000 ? "" : " STRATEGY FILE_COPY";
            strategy = known;
        }
        return super.creation(database) + known;
    }

    @Override
    void terminateSessions(String database) {
        ask("SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity WHERE datname = ?", database);
    }

    /**
     * Ends the other sessions of the database that this session is in, and empties it. The server's own wait for the end of one
     * looks every 100 ms, and those of the test before are often about to end.
     */
    static void empty(KeptSession within) {
        within.execute("""
                DO $$ BEGIN LOOP
                    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE datname = current_database() AND pid <> pg_backend_pid();
                    EXIT WHEN NOT FOUND;
                    PERFORM pg_sleep(0.001), pg_stat_clear_snapshot();
                END LOOP; END $$""", "DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    }

    /** A session for {@link #empty}, which {@link #sessions} does not count. */
    KeptSession within(String database) {
        return new KeptSession(() -> {
            Connection connection = connect(database);
            connection.setClientInfo("ApplicationName", EMPTIER);
            return connection;
        });
    }

    @Override
    long sessions(String database) {
        return Long.parseLong(one(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = ? AND application_name <> '" + EMPTIER + "'",
                database));
    }

    long backends(String applicationName) {
        return Long.parseLong(one("SELECT count(*) FROM pg_stat_activity WHERE application_name = ?", applicationName));
    }

    /** Up to where the log of this primary is written. */
    String position() {
        return one("SELECT pg_current_wal_insert_lsn() WHERE ?::text <> ''", "any");
    }

    void awaitReplay(String position) {
        await(
                () -> one("SELECT pg_last_wal_replay_lsn() >= ?::pg_lsn", position)
                        .equals("t"),
                "The standby has not replayed " + position);
    }

    private String one(String query, String parameter) {
        return ask(query, parameter).get(0);
    }
}
