/** The SQLite backend of Databased. */
module io.databased.sqlite {
    requires io.databased.jdbc;
    requires org.xerial.sqlitejdbc;
    requires static transitive org.jspecify;
}
