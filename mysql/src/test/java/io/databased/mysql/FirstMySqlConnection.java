package io.databased.mysql;

import io.databased.testkit.FirstConnection;

/** To the server that the tests share. */
public final class FirstMySqlConnection extends FirstConnection {
    public FirstMySqlConnection() {
        super(() -> TestServer.shared().createDatabase());
    }
}
