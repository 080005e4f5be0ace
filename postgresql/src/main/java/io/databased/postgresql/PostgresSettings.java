package io.databased.postgresql;

import io.databased.DatabaseUrl;
import io.databased.DatabaseUrl.Host;
import io.databased.vertx.connect.HostOrder;
import io.databased.vertx.connect.Logins;
import io.databased.vertx.connect.Server;
import io.databased.vertx.connect.Tls;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a URL says. The options are <a
 * href="https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS">libpq's</a>, as far as they make
 * sense here.
 */
final class PostgresSettings {
    private static final int DEFAULT_PORT = 5432;
    private static final Set<String> OWN_OPTIONS = Set.of(
            "application_name",
            "connect_timeout",
            "environment",
            HostOrder.OPTION,
            "options",
            "pgbouncer",
            Reset.OPTION,
            "target_session_attrs");

    static final Set<String> OPTIONS = union(Tls.OPTIONS, OWN_OPTIONS);

    private static final String DEFAULT_APPLICATION_NAME = "databased";
    private static final Duration CONNECT_TIMEOUT_OF_ONE_IN_MANY = Duration.ofSeconds(2);
    private static final int PREPARED_STATEMENTS = 256;
    static final int LONGEST_PREPARED = 32 << 10; // longer texts are prepared each time
    private static final int MOST_PIPELINED = 1024;

    final List<Server> servers;
    final Tls tls;
    final @Nullable TargetSession target;
    final HostOrder order;
    final @Nullable Duration connectTimeout;
    final Reset reset;
    final String user;
    final @Nullable String password;
    private final String database;
    private final Map<String, String> properties = new HashMap<>();
    final boolean pgbouncer;

    PostgresSettings(DatabaseUrl given, Map<String, String> environment) {
        boolean asked = given.booleanOption("environment").orElse(false);
        DatabaseUrl url = asked ? Environment.complete(given, environment) : given;
        this.tls = Tls.of(url);
        List<Host> hosts = url.hosts().isEmpty() ? List.of(new Host("localhost")) : url.hosts();
        this.servers =
                hosts.stream().map(host -> Server.of(host, DEFAULT_PORT, tls)).toList();
        this.target = url.option("target_session_attrs").map(TargetSession::of).orElse(null);
        this.order = HostOrder.of(url);
        Optional<Duration> timeout = url.durationOption("connect_timeout").filter(limit -> !limit.isZero());
        this.connectTimeout = timeout.orElse(servers.size() > 1 ? CONNECT_TIMEOUT_OF_ONE_IN_MANY : null);
        this.user = url.user().orElseGet(() -> System.getProperty("user.name", "postgres"));
        this.password = url.password().orElse(null);
        this.database = url.database().orElse(user);
        this.pgbouncer = url.booleanOption("pgbouncer").orElse(false);
        this.reset = pgbouncer ? Reset.MARKED : Reset.of(url); // which gives the next transaction another connection
        properties.put("application_name", url.option("application_name").orElse(DEFAULT_APPLICATION_NAME));
        properties.put("client_encoding", "utf-8");
        properties.put("standard_conforming_strings", "on");
        properties.put("DateStyle", "ISO");
        properties.put("extra_float_digits", "2");
        if (pgbouncer) { // which knows a few parameters only, and refuses others
            properties
                    .keySet()
                    .retainAll(
                            Set.of("application_name", "client_encoding", "DateStyle", "standard_conforming_strings"));
        }
        url.option("options").ifPresent(options -> properties.put("options", options));
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        Set<String> union = new HashSet<>(some);
        union.addAll(others);
        return Set.copyOf(union);
    }

    /** Whether reading is sent to standbys: several hosts, and the URL does not say which of them to use. */
    boolean splitsReads() {
        return servers.size() > 1 && target == null;
    }

    PgConnectOptions connectOptions(Server server, Logins.Login login) {
        PgConnectOptions options = new PgConnectOptions()
                .setHost(server.name())
                .setPort(server.port())
                .setUser(login.user())
                .setDatabase(database)
                .setPassword(login.password() == null ? "" : login.password())
                .setProperties(new HashMap<>(properties))
                .setPipeliningLimit(MOST_PIPELINED)
                .setCachePreparedStatements(!pgbouncer)
                .setPreparedStatementCacheMaxSize(PREPARED_STATEMENTS)
                .setPreparedStatementCacheSqlLimit(LONGEST_PREPARED)
                .setUseLayer7Proxy(pgbouncer)
                .setReconnectAttempts(0);
        options.setSslMode(
                switch (server.tls()) {
                    case DISABLE -> SslMode.DISABLE;
                    case REQUIRE -> SslMode.REQUIRE;
                    case VERIFY_CA -> SslMode.VERIFY_CA;
                    case VERIFY_FULL -> SslMode.VERIFY_FULL;
                });
        if (server.tls() != Tls.Mode.DISABLE) {
            options.setSslOptions(tls.options(server.tls()));
        }
        return options;
    }
}
