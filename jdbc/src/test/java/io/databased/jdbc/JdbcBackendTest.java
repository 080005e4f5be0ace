package io.databased.jdbc;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.ConnectionFailedException;
import io.databased.Credentials;
import io.databased.Database;
import io.databased.DatabaseUrl;
import io.databased.PoolOptions;
import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.DatabaseBackend.Role;
import io.databased.spi.DatabaseBackendProvider;
import io.databased.spi.SessionBackend;
import io.databased.spi.SqlSyntax;
import java.lang.reflect.Proxy;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JdbcBackendTest {
    @Test
    void isFoundByTheScheme() {
        DatabaseBackendProvider provider = ServiceLoader.load(DatabaseBackendProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(found -> found.schemes().contains("jdbc"))
                .findFirst()
                .orElseThrow();

        assertThat(provider.options()).isEmpty();
        assertThat(provider.create(DatabaseUrl.parse("jdbc:h2:mem:x")).dialect().name())
                .isEqualTo("h2");
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:h2:mem:x, h2, true, false",
        "jdbc:postgresql://h/d, postgresql, false, true",
        "jdbc:mysql://h/d, mysql, true, false",
        "jdbc:mariadb://h/d, mariadb, true, false",
        "jdbc:sqlite:x, sqlite, false, false",
        "jdbc:other:x, jdbc, true, false",
        "jdbc:odd, jdbc, true, false",
    })
    void namesTheDialectByTheUrl(String url, String name, boolean definitionCommits, boolean abortsOnError) {
        JdbcBackend backend = JdbcBackend.ofUrl(url);

        assertThat(backend.dialect().name()).isEqualTo(name);
        assertThat(backend.dialect().definitionCommits()).isEqualTo(definitionCommits);
        assertThat(backend.dialect().abortsOnError()).isEqualTo(abortsOnError);
    }

    @Test
    void asksADataSourceWhichDatabaseItIs() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:");
        JdbcBackend backend = JdbcBackend.of(source);
        assertThat(backend.dialect().name()).isEqualTo("jdbc");

        SessionBackend session = await(backend.open(Role.PRIMARY));

        assertThat(backend.dialect().name()).isEqualTo("h2");
        await(session.close());
    }

    @Test
    void takesTheNameThatItIsGiven() {
        JdbcBackend backend = JdbcBackend.of(new JdbcDataSource(), "PostgreSQL");

        assertThat(backend.dialect().name()).isEqualTo("postgresql");
        assertThat(backend.dialect().syntax()).isEqualTo(SqlSyntax.postgresql());
        assertThat(backend.maxConnections(Role.PRIMARY, 7)).isEqualTo(7);
        assertThat(backend.maxConnections(Role.REPLICA, 7)).isZero();
        assertThat(backend.onBackendThread()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:mysql://h/d, com.mysql:mysql-connector-j",
        "jdbc:oracle:thin:@//h/d, com.oracle.database.jdbc:ojdbc11",
        "jdbc:sqlserver://h, com.microsoft.sqlserver:mssql-jdbc",
        "jdbc:db2://h/d, com.ibm.db2:jcc",
        "jdbc:firebird://h/d, org.firebirdsql.jdbc:jaybird",
        "jdbc:firebirdsql://h/d, org.firebirdsql.jdbc:jaybird",
        "jdbc:SQLSERVER://h, com.microsoft.sqlserver:mssql-jdbc",
        "jdbc:h2file:x, of the database to your project",
        "jdbc:odd, of the database to your project",
    })
    void namesTheArtifactOfADriverThatIsNotThere(String url, String artifact) {
        BackendException failure = failure(JdbcBackend.ofUrl(url).open(Role.PRIMARY), BackendException.class);

        assertThat(failure)
                .hasMessageStartingWith("no JDBC driver on the class path knows this URL; add the driver")
                .hasMessageContaining(artifact)
                .hasMessageEndingWith("to your project, or correct the URL if the driver is there");
    }

    /** The drivers' own words quote the path, or all of the URL. */
    @ParameterizedTest
    @CsvSource({
        "jdbc:h2:s3cret, 'a relative path begins with ./, as in jdbc:h2:./movies'",
        "jdbc:h2:mem:x;FOO=s3cret, H2 does not know a setting in the URL",
        "jdbc:h2:mem:x;MODE=s3cret, H2 does not know the MODE in the URL",
        "jdbc:h2:tcp://localhost:1/s3cret, 'the server cannot be reached, or has closed the connection'",
        "jdbc:h2:/dev/null/s3cret, 'a file of the database cannot be read or written; check its directory'",
        "jdbc:duckdb:/dev/null/s3cret.duckdb, a file cannot be opened; check that its directory is there",
    })
    void saysWhyAnEmbeddedDatabaseWasNotOpened(String url, String reason) {
        BackendException failure = failure(JdbcBackend.ofUrl(url).open(Role.PRIMARY), BackendException.class);

        assertThat(failure).hasMessageStartingWith(reason).hasMessageNotContaining("s3cret");
        assertThat(failure.getCause()).hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @CsvSource({
        "h2, com.h2database:h2",
        "hsqldb, org.hsqldb:hsqldb",
        "sqlite, org.xerial:sqlite-jdbc",
        "duckdb, org.duckdb:duckdb_jdbc",
        "postgresql, org.postgresql:postgresql",
        "mariadb, org.mariadb.jdbc:mariadb-java-client",
    })
    void knowsTheArtifactsOfDrivers(String database, String artifact) {
        assertThat(DriverArtifacts.of("jdbc:" + database + ":x")).isEqualTo(artifact);
    }

    /** Its client is another artifact than what runs inside of the program. */
    @Test
    void derbyHasTwoDrivers() {
        assertThat(DriverArtifacts.of("jdbc:derby:memory:x")).isEqualTo("org.apache.derby:derby");
        assertThat(DriverArtifacts.of("jdbc:derby://h/d")).isEqualTo("org.apache.derby:derbyclient");
    }

    @Test
    @Tag("R37")
    void doesNotQuoteAUrlThatNoDriverKnows() {
        JdbcBackend backend = JdbcBackend.ofUrl("jdbc:unknown://h/d;password=CANARY");

        BackendException failure = failure(backend.open(Role.PRIMARY), BackendException.class);

        assertThat(failure.kind()).isEqualTo(Kind.UNSUPPORTED);
        assertThat(failure.getMessage()).contains("driver");
        assertThat(failure.effect()).isEqualTo(Effect.NOT_SENT);
        assertThat(failure + "" + failure.getCause()).doesNotContain("CANARY");
        assertThat(backend.permanent(failure)).isTrue();
    }

    @Test
    @Tag("C5")
    @Tag("R3")
    void doesNotTryAWrongPasswordAgain() {
        String url = "jdbc:h2:mem:secured;USER=sa;PASSWORD=";
        SessionBackend first = await(JdbcBackend.ofUrl(url + "right").open(Role.PRIMARY));
        JdbcBackend backend = JdbcBackend.ofUrl(url + "CANARY");

        BackendException failure = failure(backend.open(Role.PRIMARY), BackendException.class);

        assertThat(failure.kind()).isEqualTo(Kind.PERMISSION);
        assertThat(backend.permanent(failure)).isTrue();
        assertThat(failure.getMessage()).doesNotContain("CANARY");
        await(first.close());
    }

    @Test
    void asksForUserAndPasswordForEachConnection() {
        String url = "jdbc:h2:mem:asked";
        SessionBackend first =
                await(JdbcBackend.ofUrl(url + ";USER=sa;PASSWORD=right").open(Role.PRIMARY));
        Iterator<String> passwords = List.of("right", "CANARY", "right").iterator();
        JdbcBackend backend = JdbcBackend.ofUrl(
                url, () -> CompletableFuture.completedFuture(new Credentials("sa", passwords.next())));

        SessionBackend second = await(backend.open(Role.PRIMARY));
        BackendException refused = failure(backend.open(Role.PRIMARY), BackendException.class);
        SessionBackend third = await(backend.open(Role.PRIMARY));

        assertThat(refused.kind()).isEqualTo(Kind.PERMISSION);
        assertThat(refused.getMessage()).doesNotContain("CANARY");
        for (SessionBackend session : List.of(first, second, third)) {
            await(session.close());
        }
    }

    @Test
    @Tag("X3")
    void databaseWhoseSupplierFailsIsNotConnected() {
        IllegalStateException why = new IllegalStateException("CANARY");
        Database database = Database.builder("jdbc:h2:mem:asked")
                .credentials(() -> CompletableFuture.failedFuture(why))
                .build();

        ConnectionFailedException failure = failure(database.connect(), ConnectionFailedException.class);

        assertThat(failure)
                .hasMessageEndingWith("the supplier of user and password failed")
                .hasRootCause(why);
    }

    /** A thread that waits for it is not kept. */
    @Test
    void supplierThatHangsIsWaitedForAsLongAsSomebodyWaits() {
        CompletableFuture<Void> givenUp = new CompletableFuture<>();
        CompletionStage<SessionBackend> opening =
                JdbcBackend.ofUrl("jdbc:h2:mem:asked", CompletableFuture::new).open(Role.PRIMARY, givenUp);

        givenUp.complete(null);

        assertThat(failure(opening, BackendException.class))
                .hasMessage("the supplier of user and password has not told them in time");
    }

    @Test
    void databaseWhoseSupplierHangsIsNotConnected() {
        Database database = Database.builder("jdbc:h2:mem:asked")
                .credentials(CompletableFuture::new)
                .pool(PoolOptions.builder().loginTimeout(Duration.ofSeconds(5)).build())
                .build();

        assertThat(failure(database.connect(), ConnectionFailedException.class))
                .hasMessageContaining("the supplier of user and password did not answer within 4.5 s");
    }

    /** What {@link DriverManager} says then has the whole URL in it. */
    @Test
    @Tag("R37")
    void urlThatItsDriverDoesNotKnowAfterAllIsNotQuoted() throws SQLException {
        Driver driver = (Driver) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Driver.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "acceptsURL" -> String.valueOf(arguments[0]).startsWith("jdbc:undecided:");
                    case "equals" -> proxy == arguments[0];
                    case "hashCode" -> 1;
                    default -> null;
                });
        DriverManager.registerDriver(driver);
        try {
            JdbcBackend backend = JdbcBackend.ofUrl("jdbc:undecided:h;password=CANARY");

            BackendException failure = failure(backend.open(Role.PRIMARY), BackendException.class);

            assertThat(failure.kind()).isEqualTo(Kind.UNSUPPORTED);
            assertThat(failure.databaseMessage()).isNull();
            assertThat(failure + "" + failure.getCause()).doesNotContain("CANARY");
        } finally {
            DriverManager.deregisterDriver(driver);
        }
    }
}
