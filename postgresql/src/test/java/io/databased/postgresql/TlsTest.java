package io.databased.postgresql;

import static io.databased.Sql.sql;
import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.DatabasedException;
import io.databased.PoolOptions;
import io.databased.servers.FaultProxy;
import io.databased.servers.PostgresServer;
import io.databased.servers.TestAuthority;
import io.databased.testkit.Futures;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code sslmode} demands of a server. */
@Tag("R38")
final class TlsTest {
    private static final TestAuthority AUTHORITY = TestAuthority.create();
    private static final TestAuthority OTHER_AUTHORITY = TestAuthority.create();
    private static final String VERIFY_FULL = "verify-full&sslrootcert=";

    private static PostgresServer right;
    private static PostgresServer wrongHost;
    private static PostgresServer expired;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        right = PostgresServer.builder()
                .tls(AUTHORITY.issue("localhost", "127.0.0.1"))
                .trust(AUTHORITY)
                .allow("hostssl all alice all cert")
                .start();
        wrongHost =
                PostgresServer.builder().tls(AUTHORITY.issue("elsewhere.test")).start();
        expired = PostgresServer.builder()
                .tls(AUTHORITY.issueExpired("localhost", "127.0.0.1"))
                .start();
        right.execute("CREATE USER alice");
    }

    @AfterAll
    static void stop() {
        right.close();
        wrongHost.close();
        expired.close();
    }

    @ParameterizedTest
    @CsvSource({
        "RIGHT,   disable,     none,  plain",
        "RIGHT,   require,     none,  encrypted",
        "RIGHT,   require,     right, encrypted",
        "RIGHT,   require,     wrong, refused", // as in libpq: who names an authority wants it asked
        "RIGHT,   verify-ca,   right, encrypted",
        "RIGHT,   verify-ca,   wrong, refused",
        "RIGHT,   verify-ca,   none,  refused",
        "RIGHT,   verify-full, right, encrypted",
        "RIGHT,   verify-full, wrong, refused",
        "RIGHT,   verify-full, none,  refused",
        "HOST,    require,     none,  encrypted",
        "HOST,    verify-ca,   right, encrypted",
        "HOST,    verify-full, right, refused",
        "EXPIRED, require,     none,  encrypted",
        "EXPIRED, verify-ca,   right, refused",
        "EXPIRED, verify-full, right, refused",
        "NONE,    require,     none,  refused",
        "NONE,    verify-ca,   right, refused",
        "NONE,    verify-full, right, refused",
    })
    @Tag("T1")
    @Tag("T3")
    void connectsOrRefuses(String kind, String mode, String authority, String outcome) {
        PostgresServer server = switch (kind) {
            case "RIGHT" -> right;
            case "HOST" -> wrongHost;
            case "EXPIRED" -> expired;
            default -> PostgresServer.shared(); // without TLS
        };
        String root = switch (authority) {
            case "right" -> "&sslrootcert=" + AUTHORITY.file();
            case "wrong" -> "&sslrootcert=" + OTHER_AUTHORITY.file();
            default -> "";
        };

        assertThat(outcome(server, "postgres", mode + root)).isEqualTo(outcome);
    }

    private static String outcome(PostgresServer server, String user, String mode) {
        try (Database database = database(server.port(), user, mode)) {
            await(database.connect());
            return encrypted(database) ? "encrypted" : "plain";
        } catch (DatabasedException refused) {
            return refused.getMessage().contains("not answered") ? "silent" : "refused";
        }
    }

    @Test
    void authoritiesThatJavaTrustsAreAskedByDefault(@TempDir Path trusted) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream certificate = Files.newInputStream(AUTHORITY.file())) {
            CertificateFactory certificates = CertificateFactory.getInstance("X.509");
            store.setCertificateEntry("authority", certificates.generateCertificate(certificate));
        }
        Path file = trusted.resolve("trusted.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, "changeit".toCharArray());
        }
        System.setProperty("javax.net.ssl.trustStore", file.toString());
        System.setProperty("javax.net.ssl.trustStorePassword", "changeit");
        try {
            assertThat(outcome(right, "postgres", "verify-full")).isEqualTo("encrypted");
            assertThat(outcome(wrongHost, "postgres", "verify-full")).isEqualTo("refused");
        } finally {
            System.clearProperty("javax.net.ssl.trustStore");
            System.clearProperty("javax.net.ssl.trustStorePassword");
        }
    }

    private static Database database(int port, String user, String mode) {
        PoolOptions patient =
                PoolOptions.builder().loginTimeout(Duration.ofMinutes(1)).build(); // the first with TLS loads much
        return Database.builder("postgresql://" + user + "@localhost:" + port + "/postgres?sslmode=" + mode)
                .pool(patient)
                .build();
    }

    private static boolean encrypted(Database database) {
        return await(database.fetchOne(sql("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
                        .value(Boolean.class)))
                .orElseThrow();
    }

    @Test
    @Tag("T2")
    void nothingIsSentInPlainTextToAServerThatDoesNotEncrypt() {
        try (FaultProxy proxy = FaultProxy.postgres(PostgresServer.shared().port())) {
            Database database = database(proxy.port(), "postgres", VERIFY_FULL + AUTHORITY.file());

            failure(database.connect(), DatabasedException.class);

            assertThat(proxy.traffic().messages("encrypt")).isEqualTo(1);
            assertThat(proxy.traffic().messages("startup")).isZero();
        }
    }

    @Test
    void clientsCertificateIsItsName() throws IOException {
        TestAuthority.Identity alice = AUTHORITY.issue("alice");
        TestAuthority.Identity mallory = OTHER_AUTHORITY.issue("alice");

        assertThat(outcome(right, "alice", withCertificate(alice))).isEqualTo("encrypted");
        assertThat(outcome(right, "alice", withCertificate(mallory))).isEqualTo("refused");
        assertThat(outcome(right, "alice", VERIFY_FULL + AUTHORITY.file())).isEqualTo("refused");
    }

    private String withCertificate(TestAuthority.Identity identity) throws IOException {
        Path certificate = Files.writeString(Files.createTempFile(folder, "client", ".crt"), identity.certificate());
        Path key = Files.writeString(Files.createTempFile(folder, "client", ".key"), identity.key());
        return VERIFY_FULL + AUTHORITY.file() + "&sslcert=" + certificate + "&sslkey=" + key;
    }

    /** The request carries the key of the connection that it stops, so it is as secret as that. */
    @Test
    @Tag("R19")
    @Tag("T4")
    void requestToStopIsEncryptedToo() {
        try (FaultProxy proxy = FaultProxy.postgres(right.port());
                Database database = database(proxy.port(), "postgres", VERIFY_FULL + AUTHORITY.file())) {
            await(database.connect());
            CompletableFuture<?> slow = database.fetchAll("SELECT pg_sleep(120)");
            Futures.until("it runs", () -> running() == 1);

            slow.cancel(true);

            Futures.until("it is stopped", () -> running() == 0);
            assertThat(proxy.traffic().connections()).isGreaterThan(1);
            Futures.until(
                    "each connection is encrypted",
                    () -> proxy.traffic().messages("encrypt") == proxy.traffic().connections());
            assertThat(proxy.traffic().messages("cancel")).isZero();
        }
    }

    private static long running() {
        try (Database observer = database(right.port(), "postgres", "disable")) {
            await(observer.connect());
            return await(observer.fetchOne(
                            sql("SELECT count(*) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(120)' AND state = 'active'")
                                    .value(Long.class)))
                    .orElseThrow();
        }
    }
}
