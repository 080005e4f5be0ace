package io.databased.spring.boot;

/** A database could not be made or reached when the application started; the cause tells why. */
public final class DatabaseStartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String name;

    DatabaseStartException(String name, Throwable cause) {
        super(DatabasedProperties.key(name, "url") + ": " + cause.getMessage(), cause);
        this.name = name;
    }

    /** The name of the database: {@code default}, or the one under {@code databased.databases}. */
    public String name() {
        return name;
    }
}
