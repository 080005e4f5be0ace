package io.databased.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.databased.Database;
import io.databased.PoolOptions;
import io.databased.servers.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The same table behind both pools, ours over JDBC and HikariCP, with as many connections each. */
@State(Scope.Benchmark)
public class JdbcSample {
    static final int ROWS = 10_000;
    private static final int CONNECTIONS = 8;

    @Param({"postgresql", "h2"})
    public String product;

    /** What kind of threads the blocking callers are. */
    @Param("platform")
    public String threads;

    private HikariDataSource byHand;
    private Database database;
    private Callers callers;

    Connection connect() throws SQLException {
        return byHand.getConnection();
    }

    Database database() {
        return database;
    }

    Callers callers() {
        return callers;
    }

    @Setup
    public void open() throws SQLException {
        String url = product.equals("h2")
                ? "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1"
                : "jdbc:" + PostgresServer.shared().createDatabase().replace("postgres@", "") + "?user=postgres";
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(CONNECTIONS);
        byHand = new HikariDataSource(config);
        create();
        database = Database.builder(url)
                .pool(PoolOptions.builder().maxSize(CONNECTIONS).build())
                .build();
        database.connect().join();
        callers = new Callers(threads);
    }

    private void create() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE movies (id BIGINT PRIMARY KEY, title VARCHAR(100), released INTEGER)");
            String numbers = product.equals("h2")
                    ? "system_range(1, " + ROWS + ") AS n (i)"
                    : "generate_series(1, " + ROWS + ") AS n (i)";
            statement.execute("INSERT INTO movies SELECT i, 'Movie ' || i, 1900 + MOD(i, 100) FROM " + numbers);
        }
    }

    @TearDown
    public void close() {
        callers.close();
        database.close();
        byHand.close();
    }
}
