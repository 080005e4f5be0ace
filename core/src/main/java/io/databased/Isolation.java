package io.databased;

/** The isolation levels of SQL. A database may give a stronger one than asked for; SQLite is always serializable. */
public enum Isolation {
    READ_UNCOMMITTED("READ UNCOMMITTED"),
    READ_COMMITTED("READ COMMITTED"),
    REPEATABLE_READ("REPEATABLE READ"),
    SERIALIZABLE("SERIALIZABLE");

    private final String sql;

    Isolation(String sql) {
        this.sql = sql;
    }

    /** The level as SQL spells it. */
    public String sql() {
        return sql;
    }
}
