package io.databased.jdbc.driver;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.DatabaseBuilder;
import io.databased.DatabaseUrl;
import io.databased.Session;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import io.databased.jdbc.JdbcBackend;
import io.databased.servers.FaultProxy;
import io.databased.servers.PostgresServer;
import io.databased.spi.DatabaseBackend.Role;
import io.databased.spi.SessionBackend;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.PGConnection;

/** PostgreSQL's driver behind a data source that puts something around its connections, as pools and tracers do. */
final class PgjdbcWrappedTest {
    private final PostgresServer server = PostgresServer.shared();
    private final DatabaseUrl url = DatabaseUrl.parse(server.createDatabase());

    /** What {@code unwrap(Connection.class)} gives. */
    enum Wrapping {
        /** As HikariCP. */
        GIVES_THE_DRIVERS,
        /** As DBCP: it is a connection itself. */
        GIVES_ITSELF
    }

    private static DataSource source(Wrapping wrapping, String jdbcUrl) {
        return (DataSource) Proxy.newProxyInstance(
                PgjdbcWrappedTest.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> wrapped(wrapping, DriverManager.getConnection(jdbcUrl)));
    }

    /** Of a class loader that does not know the driver. */
    private static Connection wrapped(Wrapping wrapping, Connection real) {
        return (Connection) Proxy.newProxyInstance(
                ClassLoader.getPlatformClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    boolean itself =
                            wrapping == Wrapping.GIVES_ITSELF && arguments != null && arguments[0] == Connection.class;
                    if (method.getName().equals("unwrap") && itself) {
                        return proxy;
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @ParameterizedTest
    @EnumSource
    @Tag("R16")
    void statementThatRanByItselfIsToldOf(Wrapping wrapping) {
        String hit = "DO $$ BEGIN RAISE EXCEPTION 'canceled' USING ERRCODE = '57014'; END $$";
        try (FaultProxy proxy = FaultProxy.postgres(server.port())) {
            String through = PgjdbcDatabase.jdbcUrl(DatabaseUrl.parse(proxy.through(url.toStringWithPassword())));
            try (Database database = await(DatabaseBuilder.of(
                            DatabaseUrl.parse("jdbc:wrapped:x"),
                            JdbcBackend.of(source(wrapping, through), "postgresql"))
                    .build()
                    .connect())) {
                await(database.execute("CREATE TABLE counters AS SELECT 0 AS n"));
                Session session = await(database.session().open());
                proxy.replace("BEGIN", PgjdbcTest.query(hit));

                StatementException first =
                        failure(session.execute("UPDATE counters SET n = 7"), StatementException.class);

                assertThat(first).hasMessageContaining("may have run by itself");
                assertThat(first.kind()).isEqualTo(Kind.TRANSACTION_ENDED);
                await(session.close());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("R24")
    void signalsAreTrustedAndTheDriversConnectionIsThere(Wrapping wrapping) {
        SessionBackend session = await(
                JdbcBackend.of(source(wrapping, PgjdbcDatabase.jdbcUrl(url))).open(Role.PRIMARY));

        assertThat(session.reusableAfterInterrupt()).isTrue();
        assertThat(session.unwrap(PGConnection.class)).isPresent();
        assertThat(session.unwrap(Connection.class)).isPresent();
        assertThat(session.unwrap(Runnable.class)).isEmpty();
        await(session.close());
        assertThat(session.unwrap(Runnable.class)).isEmpty();
    }
}
