package io.databased.jooq;

import static io.databased.testkit.Futures.await;

import io.databased.Database;
import io.databased.DatabaseUrl;
import io.databased.PoolOptions;
import io.databased.Query;
import io.databased.servers.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/** A database of a server that is asked by jOOQ over PostgreSQL's JDBC driver, and by us without it. */
record PostgresStore(Database database, Connection connection, DSLContext attached) implements Store {
    static PostgresStore create() throws SQLException {
        String url = PostgresServer.shared().createDatabase();
        Connection connection = PostgresServer.shared()
                .connect(DatabaseUrl.parse(url).database().orElseThrow());
        PoolOptions patient = PoolOptions.builder()
                .loginTimeout(Duration.ofMinutes(1)) // the first connection of a JVM loads the driver
                .build();
        return new PostgresStore(
                await(Database.builder(url).pool(patient).build().connect()),
                connection,
                DSL.using(connection, SQLDialect.POSTGRES, SETTINGS));
    }

    @Override
    public <T> List<T> fetch(Query<T> query) {
        return await(database.fetchAll(query));
    }

    @Override
    public int execute(Query<?> query) {
        return (int) await(database.execute(query)).affectedRows();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
        database.close();
    }
}
