package io.databased.kotlin.test

import io.databased.Database
import io.databased.SessionOptions
import io.databased.Sql.sql
import io.databased.kotlin.CoroutineDatabase
import io.databased.kotlin.CoroutineQueryable
import io.databased.kotlin.coroutines
import io.databased.kotlin.mapTo
import io.databased.kotlin.value
import java.nio.file.Files
import java.nio.file.Path
import kotlinx.coroutines.TimeoutCancellationException
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test

// tag::class
data class Movie(val title: String, val year: Int?)
// end::class

// tag::repository
class Movies(private val database: CoroutineQueryable) { // a database, or a session
    suspend fun since(year: Int): List<Movie> =
        database.fetchAll(sql("SELECT title, year FROM movies WHERE year >= :year").bind("year", year).mapTo<Movie>())

    suspend fun find(title: String): Movie? =
        database.fetchOne(sql("SELECT title, year FROM movies WHERE title = ?").values(title).mapTo<Movie>())

    suspend fun add(movies: List<Movie>): Long =
        database.executeMany("INSERT INTO movies (title, year) VALUES (:title, :year)", movies)
}
// end::repository

/** Runs the snippets of the guide's page about Kotlin; DocumentsTest makes sure that they are the same. */
class GuideTest {
    private val database = Database.of("sqlite:///:memory:")
    private lateinit var movies: CoroutineDatabase

    @BeforeEach
    fun connect() = runBlocking {
        movies = database.coroutines().connect()
        movies.executeScript("CREATE TABLE movies (title TEXT NOT NULL, year INTEGER); INSERT INTO movies VALUES ('Alien', 1979)")
        Unit
    }

    @AfterEach
    fun close() = database.close()

    @Test
    fun begins() = runBlocking {
        Files.deleteIfExists(Path.of("movies.sqlite"))
        // tag::begin
        Database.of("sqlite:///movies.sqlite").use { database ->
            val movies = database.coroutines().connect()
            movies.execute("CREATE TABLE IF NOT EXISTS movies (title TEXT NOT NULL, year INTEGER)")
            movies.execute("INSERT INTO movies (title, year) VALUES (?, ?)", listOf("Dune", 2021))
            val all = movies.fetchAll(sql("SELECT title, year FROM movies").mapTo<Movie>())
            println(all) // [Movie(title=Dune, year=2021)]
        }
        // end::begin
        Files.delete(Path.of("movies.sqlite"))
    }

    @Test
    fun hasSessions() = runBlocking<Unit> {
        // tag::session
        val added = movies.session { session ->
            val inSession = Movies(session)
            inSession.add(listOf(Movie("Dune", 2021), Movie("Heat", 1995)))
            try {
                session.transaction { child -> child.execute("INSERT INTO movies (title) VALUES (NULL)") }
            } catch (refused: io.databased.StatementException) {
                println(refused.kind()) // NOT_NULL; the child is undone, the session goes on
            }
            inSession.since(1990).size
        }
        // end::session
        assertThat(added).isEqualTo(2)
        assertThat(Movies(movies).find("Tenet")).isNull()
        assertThat(Movies(movies).find("Heat")).isEqualTo(Movie("Heat", 1995))
    }

    @Test
    fun givesUp() = runBlocking<Unit> {
        val endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
        // tag::timeout
        val count: Long? = try {
            withTimeout(200) { movies.fetchOne(sql(endless).value<Long>()) }
        } catch (late: TimeoutCancellationException) {
            null // the statement was stopped, too
        }
        // end::timeout
        assertThat(count).isNull()
    }

    @Test
    fun streams() = runBlocking<Unit> {
        // tag::flow
        val firstTitles: List<String> = movies.stream(sql("SELECT title FROM movies ORDER BY title").value<String>())
            .take(10) // then the cursor is closed
            .toList()
        // end::flow
        assertThat(firstTitles).containsExactly("Alien")
        assertThat(movies.session(SessionOptions.named("one")) { it.fetchOne("SELECT 1") }).isNotNull()
    }
}
