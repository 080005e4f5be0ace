package io.databased.spring.boot;

/** A database could not be made or reached when the application started; the cause tells why. */
public final class DatabaseStartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String name;
    private final String scheme;

    /** @param scheme of the URL; empty if there is none */
    DatabaseStartException(String name, String scheme, Throwable cause) {
        super(DatabasedProperties.key(name, "url") + ": " + cause.getMessage(), cause);
        this.name = name;
        this.scheme = scheme;
    }

    /** The name of the database: {@code default}, or the one under {@code databased.databases}. */
    public String name() {
        return name;
    }

    String scheme() {
        return scheme;
    }
}
