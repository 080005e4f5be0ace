package io.databased.kotlin.test

import io.databased.Database
import io.databased.MappingException
import io.databased.Sql.sql
import io.databased.kotlin.mapTo
import io.databased.servers.PostgresServer
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.assertThatThrownBy
import org.junit.jupiter.api.Test

class PostgresCoroutinesTest : CoroutineCases() {
    override val endless = "SELECT pg_sleep(3600)"

    enum class Mood { CALM, WILD }

    data class Lists(val ids: List<Long>, val moods: Collection<Mood>, val table: List<List<Long>>, val names: List<String?>)

    data class Ids(val ids: List<Long>)

    @Test
    fun `elements of lists are read as they are declared`() {
        open().use { database ->
            database.connect().join()
            val query = "SELECT ARRAY[1, 2] AS ids, ARRAY['WILD'] AS moods, ARRAY[[1], [2]] AS table, ARRAY['x', NULL] AS names"
            val lists = database.fetchExactlyOne(sql(query).mapTo<Lists>()).join()
            val first: Long = lists.ids[0]

            assertThat(first).isEqualTo(1L)
            assertThat(lists).isEqualTo(Lists(listOf(1L, 2L), listOf(Mood.WILD), listOf(listOf(1L), listOf(2L)), listOf("x", null)))
            for (array in listOf("ARRAY[1, NULL]", "ARRAY['x']", "ARRAY[1.5]", "ARRAY[[1]]")) {
                assertThatThrownBy { database.fetchAll(sql("SELECT $array AS ids").mapTo<Ids>()).join() }
                    .hasCauseInstanceOf(MappingException::class.java)
            }
        }
    }

    override fun open(): Database = Database.of(PostgresServer.shared().url("postgres"))
}
