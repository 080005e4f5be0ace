package io.databased.kotlin.test

import io.databased.Database
import io.databased.MappingException
import io.databased.RetryPolicy
import io.databased.SessionOptions
import io.databased.SessionStatus
import io.databased.Sql.sql
import io.databased.StatementException
import io.databased.kotlin.CoroutineDatabase
import io.databased.kotlin.coroutines
import io.databased.kotlin.mapTo
import io.databased.kotlin.value
import java.time.Duration
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicInteger
import java.util.concurrent.locks.LockSupport
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Job
import kotlinx.coroutines.TimeoutCancellationException
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.count
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test

/** What a user of coroutines can rely on, on every database. */
abstract class CoroutineCases {
    data class Movie(val title: String, val releaseYear: Int?)

    class Mutable {
        var title: String? = null
        var releaseYear: Int = 0
        var isNew: Boolean = false
    }

    class Strict {
        var title: String = ""
    }

    class Rated(private val title: String, val rating: Double = 0.0) {
        constructor(other: Rated) : this(other.title)

        fun text() = "$title $rating"
    }

    /** Begins once the database runs it, and never ends. */
    abstract val endless: String

    abstract fun open(): Database

    private lateinit var database: Database
    private val movies: CoroutineDatabase by lazy { database.coroutines() }

    protected fun test(body: suspend () -> Unit) = runBlocking {
        withTimeout(Duration.ofMinutes(3).toMillis()) { body() }
    }

    @BeforeEach
    fun connect() = test {
        database = open()
        movies.connect()
        movies.executeScript(
            "DROP TABLE IF EXISTS movies; CREATE TABLE movies (title VARCHAR(80) NOT NULL UNIQUE, release_year INTEGER)",
        )
    }

    @AfterEach
    fun close() = database.close()

    private suspend fun add(vararg added: Movie) =
        movies.executeMany("INSERT INTO movies (title, release_year) VALUES (:title, :release_year)", added.toList())

    private suspend fun titles(): List<String?> =
        movies.fetchAll(sql("SELECT title FROM movies ORDER BY title").value<String>())

    private suspend fun <X : Throwable> failure(type: Class<X>, body: suspend () -> Any?): X {
        val thrown = try {
            body()
            null
        } catch (e: Throwable) {
            e
        }
        assertThat(thrown).isInstanceOf(type)
        return type.cast(thrown)
    }

    /** Nothing is held, and nothing runs any more. */
    private fun assertIdle() {
        val deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60)
        while (database.stats().connections().let { it.leased() + it.sharesInFlight() } > 0) {
            assertThat(System.nanoTime()).`as`("%s", database.stats()).isLessThan(deadline)
            LockSupport.parkNanos(1_000_000)
        }
    }

    /** The coroutine waits inside of the database. */
    private fun awaitRunning() {
        val deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60)
        while (database.stats().connections().let { it.leased() + it.sharesInFlight() } == 0) {
            assertThat(System.nanoTime()).isLessThan(deadline)
            LockSupport.parkNanos(1_000_000)
        }
    }

    @Test
    fun statementsSuspend() = test {
        assertThat(movies.execute("INSERT INTO movies VALUES (?, ?)", listOf("Alien", 1979)).affectedRows()).isEqualTo(1)
        movies.execute("INSERT INTO movies VALUES (:t, :y)", mapOf("t" to "Heat", "y" to null))
        assertThat(add(Movie("Ran", 1985), Movie("Dune", null))).isEqualTo(2)

        assertThat(titles()).containsExactly("Alien", "Dune", "Heat", "Ran")
        assertThat(movies.fetchOne("SELECT title FROM movies WHERE release_year = ?", listOf(1985))?.getString("title"))
            .isEqualTo("Ran")
        assertThat(movies.fetchOne("SELECT title FROM movies WHERE title = :t", mapOf("t" to "Tenet"))).isNull()
        val none: Int? = movies.fetchOne(sql("SELECT max(release_year) FROM movies WHERE title = 'Tenet'").value<Int>())
        assertThat(none).isNull()
        val latest: Int? = movies.fetchExactlyOne(sql("SELECT max(release_year) FROM movies").value<Int>())
        assertThat(latest).isEqualTo(1985)
        failure(MappingException::class.java) { movies.fetchExactlyOne("SELECT title FROM movies") }
    }

    @Test
    fun dataClassesAreRowsAndValues() = test {
        movies.execute(
            sql("INSERT INTO movies (title, release_year) VALUES (:title, :releaseYear)").bind(Movie("Alien", 1979)),
        )
        add(Movie("Dune", null))

        val all: List<Movie> = movies.fetchAll(sql("SELECT release_year, title, 1 AS more FROM movies ORDER BY title").mapTo<Movie>())
        assertThat(all).containsExactly(Movie("Alien", 1979), Movie("Dune", null))
        val one: Movie? = movies.fetchOne(sql("SELECT * FROM movies WHERE title = :t").bind("t", "Dune").mapTo<Movie>())
        assertThat(one).isEqualTo(Movie("Dune", null))
        assertThat(movies.fetchExactlyOne(sql("SELECT 'Ran' AS title, 4.5 AS rating").mapTo<Rated>()).text()).isEqualTo("Ran 4.5")
    }

    @Test
    fun classesOfVariablesAreFilledBySetters() = test {
        val query = sql("SELECT 'Ran' AS title, 1985 AS release_year, 1 AS is_new")
        val movie = movies.fetchExactlyOne(query.mapTo<Mutable>())
        assertThat(listOf(movie.title, movie.releaseYear, movie.isNew)).containsExactly("Ran", 1985, true)
        assertThat(failure(MappingException::class.java) { movies.fetchAll(sql("SELECT 'x' AS title").mapTo<Mutable>()) })
            .hasMessageContaining("properties [new, releaseYear] of")
        assertThat(
            failure(MappingException::class.java) {
                movies.fetchAll(sql("SELECT NULL AS title, 1 AS release_year, 1 AS new").mapTo<Strict>())
            },
        ).hasMessageContaining("setTitle of").hasMessageContaining("refused column \"title\"")
    }

    @Test
    fun rowsThatAreNoDataClassSayWhy() = test {
        assertThat(failure(MappingException::class.java) { movies.fetchAll(sql("SELECT 'x' AS title").mapTo<Movie>()) })
            .hasMessageContaining("parameters [releaseYear] of").hasMessageContaining("; in: SELECT 'x' AS title")
        assertThat(
            failure(MappingException::class.java) {
                movies.fetchAll(sql("SELECT NULL AS title, 1 AS release_year").mapTo<Movie>())
            },
        ).hasMessageContaining("column \"title\" is NULL").hasMessageContaining("declare it as String?")
        assertThat(
            failure(MappingException::class.java) {
                movies.fetchAll(sql("SELECT 1 AS title, 2 AS title, 3 AS release_year").mapTo<Movie>())
            },
        ).hasMessageContaining("several columns")
        assertThat(failure(MappingException::class.java) { sql("SELECT 1").mapTo<Runnable>() })
            .hasMessageContaining("no class of Kotlin")
        assertThat(failure(MappingException::class.java) { sql("SELECT 1").mapTo<SessionOptions.Errors>() })
            .hasMessageContaining("no class of Kotlin")
    }

    @Test
    fun sessionsCommit() = test {
        val count = movies.session(SessionOptions.named("adding")) { session ->
            assertThat(session.name).isEqualTo("adding")
            assertThat(session.status).isEqualTo(SessionStatus.OPEN)
            session.execute("INSERT INTO movies (title) VALUES ('Alien')")
            delay(5)
            session.transaction { child -> child.execute("INSERT INTO movies (title) VALUES ('Heat')") }
            failure(StatementException::class.java) {
                session.transaction { child -> child.execute("INSERT INTO movies (title) VALUES ('Alien')") }
            }
            session.fetchAll("SELECT * FROM movies").size
        }

        assertThat(count).isEqualTo(2)
        assertThat(titles()).containsExactly("Alien", "Heat")
        assertIdle()
    }

    @Test
    fun sessionsRollBack() = test {
        val rolledBack = AtomicInteger()
        val refused = IllegalStateException("no")
        val thrown = failure(IllegalStateException::class.java) {
            movies.session<Unit> { session ->
                session.afterRollback { rolledBack.incrementAndGet() }
                session.execute("INSERT INTO movies (title) VALUES ('Alien')")
                throw refused
            }
        }

        assertThat(thrown.message).isEqualTo("no")
        assertThat(rolledBack).hasValue(1)
        assertThat(titles()).isEmpty()
    }

    @Test
    fun nullIsAResult() = test {
        val nothing: String? = movies.session { session -> session.transaction { null } }
        assertThat(nothing).isNull()
    }

    @Test
    fun sessionsRunAgain() = test {
        val runs = AtomicInteger()
        val done = movies.session(SessionOptions.defaults().withRetry(RetryPolicy.of(3))) {
            if (runs.incrementAndGet() < 3) {
                throw StatementException("again", StatementException.Kind.SERIALIZATION, null, null, null, null)
            }
            "done"
        }
        assertThat(done).isEqualTo("done")
    }

    @Test
    fun failuresTellTheLine() = test {
        val one = failure(StatementException::class.java) { movies.execute("INSERT INTO nowhere VALUES (1)") }
        assertThat(one).hasMessageContaining("; at CoroutineCases$")
        val inSession = failure(StatementException::class.java) {
            movies.session { session -> session.transaction { child -> child.execute("INSERT INTO nowhere VALUES (1)") } }
        }
        assertThat(inSession).hasMessageContaining("; at CoroutineCases$")
    }

    @Test
    fun timeoutReachesTheDatabase() = test {
        failure(TimeoutCancellationException::class.java) { withTimeout(200) { movies.fetchAll(endless) } }
        assertIdle()
        failure(TimeoutCancellationException::class.java) {
            withTimeout(200) {
                movies.session { session ->
                    session.execute("INSERT INTO movies (title) VALUES ('Alien')")
                    session.fetchAll(endless)
                }
            }
        }
        assertIdle()
        assertThat(titles()).isEmpty()
    }

    @Test
    fun timeoutInsideOfASessionFailsIt() = test {
        failure(TimeoutCancellationException::class.java) {
            movies.session { session ->
                session.execute("INSERT INTO movies (title) VALUES ('Alien')")
                withTimeout(200) { session.fetchAll(endless) }
            }
        }
        assertIdle()
        assertThat(titles()).isEmpty()
    }

    @Test
    fun timeoutInsideOfAChildLeavesItsParent() = test {
        movies.session { session ->
            session.execute("INSERT INTO movies (title) VALUES ('Alien')")
            failure(TimeoutCancellationException::class.java) {
                withTimeout(200) { session.transaction { child -> child.fetchAll(endless) } }
            }
            session.execute("INSERT INTO movies (title) VALUES ('Heat')")
        }
        assertThat(titles()).containsExactly("Alien", "Heat")
    }

    @Test
    fun cancelledJobRollsBack() = runBlocking<Unit> {
        val inside = CompletableDeferred<Unit>()
        val job: Job = launch {
            movies.session<Unit> { session ->
                session.execute("INSERT INTO movies (title) VALUES ('Alien')")
                inside.complete(Unit)
                delay(Long.MAX_VALUE)
            }
        }
        inside.await()
        job.cancelAndJoin()
        assertIdle()
        assertThat(titles()).isEmpty()
    }

    @Test
    fun cancelledJobStopsItsStatement() = runBlocking<Unit> {
        val job = launch(kotlinx.coroutines.Dispatchers.Default) { movies.fetchAll(endless) }
        awaitRunning()
        job.cancelAndJoin()
        assertIdle()
    }

    @Test
    fun failedSiblingCancelsTheSession() = runBlocking<Unit> {
        failure(IllegalStateException::class.java) {
            kotlinx.coroutines.coroutineScope {
                val inside = CompletableDeferred<Unit>()
                async {
                    movies.session<Unit> { session ->
                        session.execute("INSERT INTO movies (title) VALUES ('Alien')")
                        inside.complete(Unit)
                        delay(Long.MAX_VALUE)
                    }
                }
                inside.await()
                error("sibling")
            }
        }
        assertIdle()
        assertThat(titles()).isEmpty()
    }

    @Test
    fun flowsStream() = test {
        add(*Array(1000) { Movie("movie $it", it) })
        val years = movies.stream(sql("SELECT release_year FROM movies ORDER BY release_year").value<Int>())

        assertThat(years.map { it + 1 }.toList()).hasSize(1000).startsWith(1, 2).endsWith(1000)
        assertThat(years.take(3).toList()).containsExactly(0, 1, 2)
        assertThat(years.count()).isEqualTo(1000)
        assertIdle()
        movies.session { session ->
            assertThat(session.stream(sql("SELECT * FROM movies").mapTo<Movie>()).count()).isEqualTo(1000)
        }
        val stopped = failure(CancellationException::class.java) {
            years.collect { throw CancellationException("enough") }
        }
        assertThat(stopped).hasMessage("enough")
        failure(StatementException::class.java) { movies.stream(sql("SELECT * FROM nowhere")).toList() }
        assertIdle()
    }

    @Test
    fun sessionGoesOnAtOnceAfterTheRowsThatItWants() = test {
        add(*Array(1000) { Movie("movie $it", it) })

        val titles = movies.session { session ->
            session.execute("DELETE FROM movies WHERE release_year < 5")
            session.stream(sql("SELECT title FROM movies ORDER BY release_year").value<String>()).take(2).toList()
        }

        assertThat(titles).containsExactly("movie 5", "movie 6")
        assertThat(movies.fetchAll("SELECT * FROM movies")).hasSize(995)
    }

    @Test
    fun slowCollectorHoldsTheDatabaseBack() = test {
        add(*Array(2000) { Movie("movie $it", it) })
        val mapped = AtomicInteger()
        var most = 0
        var taken = 0
        movies.stream(sql("SELECT title FROM movies").map { row -> mapped.incrementAndGet().let { row.getString("title") } })
            .collect {
                taken++
                if (taken % 100 == 0) delay(1)
                most = maxOf(most, mapped.get() - taken)
            }
        assertThat(taken).isEqualTo(2000)
        assertThat(most).isLessThanOrEqualTo(600)
    }
}
