package io.databased.mysql;

import static io.databased.testkit.Futures.await;

import io.databased.Database;
import io.databased.DatabaseUrl;
import io.databased.Queryable;
import io.databased.Row;
import io.databased.Sql;
import io.databased.servers.LocalServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** A new database of a server for each test, and one that is connected to it. */
abstract class MySqlDatabase {
    final LocalServer server;
    final String url;
    private Database database;

    MySqlDatabase() {
        this(TestServer.shared());
    }

    MySqlDatabase(LocalServer server) {
        this.server = server;
        this.url = server.createDatabase();
    }

    /** The name of the database. */
    String name() {
        return DatabaseUrl.parse(url).database().orElseThrow();
    }

    boolean isMariaDb() {
        return !TestServer.isMySql();
    }

    /** How many sessions wait for a lock; MariaDB's table of them stays as it is while it is read all the time. */
    long waits() {
        return isMariaDb()
                ? one(
                                database(),
                                "SELECT CAST(variable_value AS SIGNED) AS n FROM information_schema.global_status"
                                        + " WHERE variable_name = 'INNODB_ROW_LOCK_CURRENT_WAITS'",
                                Map.of())
                        .getLong("n")
                : count(database(), "performance_schema.data_lock_waits");
    }

    Database database() {
        if (database == null) {
            database = await(Database.of(url).connect());
        }
        return database;
    }

    @AfterEach
    void disconnect() {
        if (database != null) {
            await(database.disconnect());
        }
    }

    void execute(String sql) {
        await(database().execute(sql));
    }

    static long count(Queryable on, String table) {
        return await(on.fetchOne("SELECT count(*) AS n FROM " + table))
                .orElseThrow()
                .getLong("n");
    }

    static List<Integer> numbers(Queryable on, String sql) {
        return await(on.fetchAll(Sql.sql(sql).value(Integer.class)));
    }

    static Row one(Queryable on, String sql, Map<String, ?> values) {
        return await(on.fetchOne(sql, values)).orElseThrow();
    }
}
