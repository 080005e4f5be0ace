/** The MySQL and MariaDB backend of Databased. */
module io.databased.mysql {
    requires transitive io.databased;
    requires io.databased.vertx;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport;
    requires io.vertx.sql.client.mysql;
    requires static io.vertx.codegen.api;
    requires static io.vertx.codegen.json;
    requires static transitive org.jspecify;

    exports io.databased.mysql;

    provides io.databased.spi.DatabaseBackendProvider with
            io.databased.mysql.MySqlBackendProvider;
}
