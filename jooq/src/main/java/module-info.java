/** Runs jOOQ queries on Databased. */
module io.databased.jooq {
    requires io.databased;
    requires org.jooq;
    requires static transitive org.jspecify;
}
