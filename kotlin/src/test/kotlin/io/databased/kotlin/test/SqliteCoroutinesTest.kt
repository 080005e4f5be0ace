package io.databased.kotlin.test

import io.databased.Database
import java.nio.file.Path
import org.junit.jupiter.api.io.TempDir

class SqliteCoroutinesTest : CoroutineCases() {
    @TempDir
    lateinit var folder: Path

    override val endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"

    override fun open(): Database = Database.of("sqlite:///${folder.resolve("movies.sqlite")}")
}
