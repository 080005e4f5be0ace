package io.databased.mysql;

import io.databased.DatabaseUrl;
import io.databased.DatabaseUrl.Host;
import io.databased.InvalidUrlException;
import io.databased.vertx.connect.HostOrder;
import io.databased.vertx.connect.Logins;
import io.databased.vertx.connect.Server;
import io.databased.vertx.connect.Tls;
import io.vertx.mysqlclient.MySQLConnectOptions;
import io.vertx.mysqlclient.SslMode;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a URL says. */
final class MySqlSettings {
    private static final int DEFAULT_PORT = 3306;
    static final Set<String> OPTIONS = options();

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30); // the core has given up before
    private static final Duration CONNECT_TIMEOUT_OF_ONE_IN_MANY = Duration.ofSeconds(2);
    private static final int PREPARED_STATEMENTS = 256;
    static final int LONGEST_PREPARED = 32 << 10;
    private static final int MOST_PIPELINED = 256;
    private static final String RESET = "reset";
    private static final String SQL_MODE = "sql_mode";

    final String scheme;
    final List<Server> servers;
    final Tls tls;
    final HostOrder order;
    final Duration connectTimeout;
    final boolean resetsAfterUse;
    final boolean strict;
    final @Nullable String password;
    final String user;
    private final String database;
    private final Map<String, String> attributes = new HashMap<>();

    MySqlSettings(DatabaseUrl url) {
        this.scheme = url.scheme();
        this.tls = Tls.of(url);
        List<Host> hosts = url.hosts().isEmpty() ? List.of(new Host("localhost")) : url.hosts();
        this.servers =
                hosts.stream().map(host -> Server.of(host, DEFAULT_PORT, tls)).toList();
        this.order = HostOrder.of(url);
        Optional<Duration> timeout = url.durationOption("connect_timeout").filter(limit -> !limit.isZero());
        this.connectTimeout = timeout.orElse(servers.size() > 1 ? CONNECT_TIMEOUT_OF_ONE_IN_MANY : CONNECT_TIMEOUT);
        this.resetsAfterUse = choice(url, RESET, "marked", "always").equals("always");
        this.strict = choice(url, SQL_MODE, "strict", "server").equals("strict");
        this.user = url.user().orElseGet(() -> System.getProperty("user.name", "root"));
        this.password = url.password().orElse(null);
        this.database = url.database().orElse("");
        attributes.put("_client_name", "databased");
        url.option("application_name").ifPresent(name -> attributes.put("program_name", name));
    }

    /** One of two; the first unless the URL says. */
    private static String choice(DatabaseUrl url, String option, String first, String second) {
        String value = url.option(option).orElse(first);
        if (!value.equals(first) && !value.equals(second)) {
            throw new InvalidUrlException(option + " is " + second + " or " + first + ", not " + value);
        }
        return value;
    }

    private static Set<String> options() {
        Set<String> options = new HashSet<>(Tls.OPTIONS);
        options.add("application_name");
        options.add("connect_timeout");
        options.add(RESET);
        options.add(SQL_MODE);
        options.add(HostOrder.OPTION);
        return Set.copyOf(options);
    }

    MySQLConnectOptions connectOptions(Server server, Logins.Login login) {
        MySQLConnectOptions options = new MySQLConnectOptions()
                .setCharset("utf8mb4")
                .setCharacterEncoding("UTF-8")
                .setPipeliningLimit(MOST_PIPELINED)
                .setUseAffectedRows(false);
        options.setHost(server.name())
                .setPort(server.port())
                .setUser(login.user())
                .setDatabase(database)
                .setPassword(login.password() == null ? "" : login.password())
                .setProperties(new HashMap<>(attributes))
                .setCachePreparedStatements(true)
                .setPreparedStatementCacheMaxSize(PREPARED_STATEMENTS)
                .setPreparedStatementCacheSqlLimit(LONGEST_PREPARED)
                .setReconnectAttempts(0);
        options.setSslMode(
                switch (server.tls()) {
                    case DISABLE -> SslMode.DISABLED;
                    case REQUIRE -> SslMode.REQUIRED;
                    case VERIFY_CA -> SslMode.VERIFY_CA;
                    case VERIFY_FULL -> SslMode.VERIFY_IDENTITY;
                });
        if (server.tls() != Tls.Mode.DISABLE) {
            options.setSslOptions(tls.options(server.tls()));
        }
        return options;
    }
}
