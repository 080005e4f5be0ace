package io.databased.servers;

import static io.databased.servers.PostgresServerTest.one;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresStandbyTest {
    @ParameterizedTest
    @ValueSource(ints = {PostgresServer.NEWEST, PostgresServer.OLDER})
    void followsItsPrimaryAndTakesItsPlace(int major) throws SQLException {
        try (PostgresServer primary = PostgresServer.builder().major(major).start();
                PostgresServer standby = standby(primary)) {
            primary.execute("INSERT INTO followed VALUES (2)");
            standby.catchUpWith(primary);
            try (Connection reader = standby.connect("postgres")) {
                assertThat(one(reader, "SELECT string_agg(x::text, ',') FROM followed"))
                        .isEqualTo("1,2");
            }
            assertThatThrownBy(() -> standby.execute("INSERT INTO followed VALUES (3)"))
                    .hasMessageContaining("read-only");
            primary.kill();
            standby.promote();
            standby.execute("INSERT INTO followed VALUES (3)");
        }
    }

    private static PostgresServer standby(PostgresServer primary) {
        primary.execute("CREATE TABLE followed (x int)", "INSERT INTO followed VALUES (1)");
        return primary.standby();
    }
}
