package io.databased.jdbc.driver;

import io.databased.testkit.FirstConnection;

/** The driver has 80 MB, of which most is a library that is unpacked first. */
public final class FirstDuckDbConnection extends FirstConnection {
    public FirstDuckDbConnection() {
        super(() -> "jdbc:duckdb:");
    }
}
