/** The PostgreSQL backend of Databased. */
module io.databased.postgresql {
    requires transitive io.databased;
    requires com.ongres.scram.client; // the driver does without if nobody requires it
    requires com.ongres.scram.common;
    requires io.databased.vertx;
    requires io.netty.buffer;
    requires io.netty.common;
    requires io.netty.transport;
    requires io.vertx.sql.client.pg;
    requires static io.vertx.codegen.api;
    requires static io.vertx.codegen.json;
    requires static transitive org.jspecify;

    exports io.databased.postgresql;

    provides io.databased.spi.DatabaseBackendProvider with
            io.databased.postgresql.PostgresBackendProvider;
}
