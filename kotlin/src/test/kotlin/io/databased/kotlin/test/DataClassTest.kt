package io.databased.kotlin.test

import io.databased.Database
import io.databased.Sql.sql
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.assertThatThrownBy
import org.junit.jupiter.api.Test

/** A class of Kotlin where the API of Java is used. */
class DataClassTest {
    data class Film(val title: String, val year: Int?)

    @JvmRecord
    data class Marked(val title: String, val year: Int?)

    private val query = sql("SELECT 'Dune' AS title, 2021 AS year")

    @Test
    fun `is told how it is read`() {
        Database.of("sqlite:///:memory:").blocking().use { database ->
            database.connect()
            assertThatThrownBy { database.fetchAll(query.mapTo(Film::class.java)) }
                .hasMessageContaining("Film is neither a record nor a bean. Of a class of Kotlin write mapTo<Film>(),")
                .hasMessageContaining("databased-kotlin, or mark a data class with @JvmRecord")
            assertThat(database.fetchAll(query.mapTo(Marked::class.java))).containsExactly(Marked("Dune", 2021))
        }
    }
}
