package io.databased.kotlin.test

import io.databased.Database
import io.databased.servers.PostgresServer

class PostgresCoroutinesTest : CoroutineCases() {
    override val endless = "SELECT pg_sleep(3600)"

    override fun open(): Database = Database.of(PostgresServer.shared().url("postgres"))
}
