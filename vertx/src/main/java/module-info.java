/** What the PostgreSQL and MySQL backends of Databased share: one connection over the Vert.x SQL client. */
@SuppressWarnings("module") // those that it is exported to are built after it
module io.databased.vertx {
    requires transitive io.databased;
    requires transitive io.vertx.core;
    requires transitive io.vertx.sql.client;
    requires io.netty.common;
    requires io.netty.transport;
    requires static io.vertx.codegen.api;
    requires static io.vertx.codegen.json;
    requires static transitive org.jspecify;

    exports io.databased.vertx to
            io.databased.postgresql,
            io.databased.mysql;
    exports io.databased.vertx.connect to
            io.databased.postgresql,
            io.databased.mysql;
    exports io.databased.vertx.runtime to
            io.databased.postgresql,
            io.databased.mysql;
}
