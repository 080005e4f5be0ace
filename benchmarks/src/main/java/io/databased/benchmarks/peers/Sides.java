package io.databased.benchmarks.peers;

import io.databased.DatabaseUrl;
import java.util.Map;
import java.util.function.BiFunction;

/** The sides by their names. */
final class Sides {
    static final String OURS = "databased";
    static final String OURS_DIRECT = "databased direct";
    static final String OURS_JDBC = "databased JDBC";
    static final String HIKARI = "HikariCP";
    static final String HIKARI_PREPARED = "HikariCP prepared";
    static final String VERTX = "Vert.x pool";
    static final String VERTX_HOP = "Vert.x pool executor";
    static final String VERTX_LOOPS = "Vert.x pool loops";
    static final String VERTX_PIPELINING = "Vert.x pipelining";
    static final String R2DBC = "R2DBC pool";

    private static final Map<String, BiFunction<DatabaseUrl, Integer, Side>> OPENERS = Map.of(
            OURS, DatabasedSide::defaults,
            OURS_DIRECT, DatabasedSide::direct,
            OURS_JDBC, JdbcSide::defaults,
            HIKARI, HikariSide::defaults,
            HIKARI_PREPARED, HikariSide::prepared,
            VERTX, VertxSide::pool,
            VERTX_HOP, VertxSide::hop,
            VERTX_LOOPS, VertxSide::loops,
            VERTX_PIPELINING, VertxSide::pipelining,
            R2DBC, R2dbcSide::pool);

    private Sides() {}

    static Side open(String name, DatabaseUrl url, int connections) {
        BiFunction<DatabaseUrl, Integer, Side> opener = OPENERS.get(name);
        if (opener == null) {
            throw new IllegalArgumentException("no side is named '" + name + "'; known are " + OPENERS.keySet());
        }
        return opener.apply(url, connections);
    }
}
