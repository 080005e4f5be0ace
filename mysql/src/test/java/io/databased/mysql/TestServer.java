package io.databased.mysql;

import io.databased.servers.LocalServer;
import io.databased.servers.MariaDbServer;
import io.databased.servers.MySqlServer;

/** The server that this run of the tests is about: MariaDB, or with {@code -Ddatabased.server=mysql} MySQL. */
final class TestServer {
    private TestServer() {}

    static boolean isMySql() {
        return "mysql".equals(System.getProperty("databased.server"));
    }

    static LocalServer shared() {
        return isMySql() ? MySqlServer.shared() : MariaDbServer.shared();
    }
}
