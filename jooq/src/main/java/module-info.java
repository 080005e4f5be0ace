/** Runs jOOQ queries on Databased. */
module io.databased.jooq {
    requires transitive io.databased;
    requires java.sql;
    requires static transitive org.jspecify;
    requires transitive org.jooq;

    exports io.databased.jooq;
}
