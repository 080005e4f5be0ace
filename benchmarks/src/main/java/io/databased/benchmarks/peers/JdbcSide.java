package io.databased.benchmarks.peers;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.util.DriverDataSource;
import io.databased.BlockingDatabase;
import io.databased.BlockingQueryable;
import io.databased.BlockingSession;
import io.databased.Database;
import io.databased.DatabaseBuilder;
import io.databased.DatabaseUrl;
import io.databased.PoolOptions;
import io.databased.SessionOptions;
import io.databased.Sql;
import io.databased.benchmarks.Movie;
import io.databased.benchmarks.peers.Operation.Blocking;
import io.databased.jdbc.JdbcBackend;
import java.util.List;
import java.util.Properties;
import javax.sql.DataSource;

/** Ours over a JDBC driver, by callers that wait: a thread for each. */
final class JdbcSide implements Side {
    private static final String BY_KEY = Movies.byKey("?");
    private static final String FIRST = Movies.first("?");
    private static final String UPDATE = Movies.update("?");

    private final Database database;
    private final BlockingDatabase blocking;

    private JdbcSide(Database database) {
        this.database = database;
        this.blocking = database.blocking();
    }

    static Side defaults(DatabaseUrl url, int connections) {
        HikariConfig login = HikariSide.config(url);
        DataSource source = new DriverDataSource(
                login.getJdbcUrl(), null, new Properties(), login.getUsername(), login.getPassword());
        Database database = DatabaseBuilder.of(url, JdbcBackend.of(source, url.scheme()))
                .pool(PoolOptions.builder().maxSize(connections).build())
                .build();
        return new JdbcSide(database.connect().join());
    }

    @Override
    public Operation select() {
        return (Blocking) () -> blocking.fetchOne(
                        Sql.sql(BY_KEY, List.of(Movies.key())).mapTo(Movie.class))
                .orElseThrow();
    }

    @Override
    public Operation fetch(int rows) {
        return (Blocking) () -> blocking.fetchAll(Sql.sql(FIRST, List.of(rows)).mapTo(Movie.class));
    }

    @Override
    public Operation session(int nested) {
        return (Blocking) () -> {
            long key = Movies.key();
            return blocking.session(session -> {
                int updated = update(session, key);
                for (int child = 1; child <= nested; child++) {
                    updated = child(session, key + child);
                }
                return updated;
            });
        };
    }

    private static int child(BlockingSession session, long key) {
        return session.transaction(SessionOptions.defaults(), child -> update(child, key));
    }

    private static int update(BlockingQueryable session, long key) {
        return (int) session.execute(UPDATE, List.of(key)).affectedRows();
    }

    @Override
    public void close() {
        database.close();
    }
}
