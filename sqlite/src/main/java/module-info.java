/** The SQLite backend of Databased. */
module io.databased.sqlite {
    requires transitive io.databased;
    requires io.databased.jdbc;
    requires org.xerial.sqlitejdbc;
    requires static transitive org.jspecify;

    exports io.databased.sqlite;

    provides io.databased.spi.DatabaseBackendProvider with
            io.databased.sqlite.SqliteBackendProvider;
}
