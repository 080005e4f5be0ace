package io.databased.jdbc.driver;

import static io.databased.Sql.sql;
import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.DatabaseBuilder;
import io.databased.DatabaseUrl;
import io.databased.jdbc.JdbcBackend;
import io.databased.servers.MariaDbServer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mariadb.jdbc.MariaDbDataSource;

/** The server is one thing, and the driver another: MariaDB's speaks to MySQL as well. */
final class MySqlByMariaDbTest {
    @Test
    void readsAsItsDriverDoes() throws SQLException {
        MariaDbDataSource source = new MariaDbDataSource(
                PgjdbcDatabase.jdbcUrl(DatabaseUrl.parse(MariaDbServer.shared().createDatabase())));
        try (Database database =
                await(DatabaseBuilder.of(DatabaseUrl.parse("jdbc:mysql:x"), JdbcBackend.of(source, "mysql"))
                        .build()
                        .connect())) {
            await(database.execute("CREATE TABLE times (time TIME(6))"));
            await(database.execute("INSERT INTO times VALUES ('09:30:01.5'), ('120:30:15')"));

            List<Object> read = new ArrayList<>();
            await(database.forEach(sql("SELECT time FROM times ORDER BY time"), row -> read.add(row.get("time"))));

            assertThat(read).containsExactly(Duration.parse("PT9H30M1.5S"), Duration.parse("PT120H30M15S"));
            assertThat(await(database.fetchAll("SELECT time FROM times ORDER BY time")))
                    .hasSize(2);
            assertThat(database.dialect().name()).isEqualTo("mysql");
        }
    }
}
