import io.databased.BlockingDatabase
import io.databased.BlockingQueryable
import io.databased.CommitOutcomeUnknownException
import io.databased.CommitOutcomeUnknownException.Outcome
import io.databased.Database
import io.databased.DatabaseBuilder
import io.databased.DatabaseObserver
import io.databased.DatabaseUrl
import io.databased.PoolStats
import io.databased.Row
import io.databased.SessionOptions
import io.databased.Sql.sql
import io.databased.UpdateResult
import io.databased.jdbc.JdbcBackend
import io.databased.jooq.JooqBatch
import io.databased.postgresql.NotificationEvent
import io.databased.postgresql.PostgresNotifications
import java.math.BigDecimal
import java.util.concurrent.CompletableFuture
import java.util.concurrent.Flow
import javax.sql.DataSource
import org.jooq.impl.DSL.insertInto

// Every snippet that only the guide has, as a user of Kotlin writes it.

// snippet: futures
fun futures(database: Database): CompletableFuture<List<Row>> = database.connect()
    .thenCompose { movies -> movies.execute("CREATE TABLE IF NOT EXISTS movies (title TEXT NOT NULL, year INTEGER NOT NULL)") }
    .thenCompose {
        database.session { session ->
            session.execute("INSERT INTO movies (title, year) VALUES (?, ?)", listOf("Dune", 2021))
                .thenCompose {
                    session.transaction { child -> child.execute("INSERT INTO movies (title) VALUES ('Tenet')") }
                        .handle { _, refused: Throwable? -> refused == null }
                }
                .thenCompose { session.fetchAll("SELECT title, year FROM movies") }
        }
    }

// snippet: repository
class MovieRepository {
    fun since(database: BlockingQueryable, year: Int): List<Movie> = database.fetchAll(
        sql("SELECT title, year FROM movies WHERE year >= :year").bind("year", year).mapTo(Movie::class.java),
    )

    fun add(database: BlockingQueryable, movie: Movie): UpdateResult =
        database.execute("INSERT INTO movies (title, year) VALUES (?, ?)", listOf(movie.title, movie.year))
}

// snippet: repository-use
fun repositoryUse(movies: BlockingDatabase): List<Movie> {
    val repository = MovieRepository()
    movies.session<UpdateResult, RuntimeException> { session ->
        repository.add(session, Movie("Tenet", 2020))
        repository.add(session, Movie("Dune", 2021))
    }
    return repository.since(movies, 2010)
}

// snippet: row
fun row(movies: BlockingDatabase): Map<String, Any?> {
    val row: Row = movies.fetchExactlyOne("SELECT title, year, '7.50' AS rating FROM movies WHERE year = ?", listOf(1979))
    val title: String = row.getString("title")
    val year: Int = row.getInt("year")
    val rating: BigDecimal? = row.get("rating", BigDecimal::class.java)
    return row.toMap() + mapOf("all" to title + year + rating)
}

// snippet: many
fun many(database: Database, films: List<Movie>): Long = database.executeMany(
    "INSERT INTO movies (title, year) VALUES (?, ?)",
    films.map { film -> listOf(film.title, film.year) },
).join()

// snippet: record-values
fun recordValues(database: Database, films: List<Movie>): Long {
    database.execute(sql("INSERT INTO movies (title, year) VALUES (:title, :year)").bind(Movie("Heat", 1995))).join()
    return database.executeMany("INSERT INTO movies (title, year) VALUES (:title, :year)", films).join()
}

// snippet: script
fun script(database: Database): Int =
    database.executeScript("CREATE TABLE studios (name TEXT); INSERT INTO studios VALUES ('Legendary');").join()

// snippet: jooq-batch
fun jooqBatch(database: Database, films: List<Movie>): Long {
    val batch: JooqBatch = JooqBatch.of(
        database.dialect(),
        films.map { film -> insertInto(Movies, Movies.TITLE, Movies.YEAR).values(film.title, film.year) },
    )
    return database.executeMany(batch).join()
}

// snippet: hooks
fun hooks(database: Database, sent: MutableList<String>) {
    database.blocking().session<Unit, RuntimeException> { session ->
        session.execute("INSERT INTO movies (title, year) VALUES ('Dune', 2021)")
        session.afterCommit { sent.add("Dune is there") }
    }
}

// snippet: one-session
fun oneSession(database: Database): UpdateResult {
    val trial = SessionOptions.named("trial").withForceRollback()
    return database.blocking().session<UpdateResult, RuntimeException>(trial) { session ->
        session.execute("DELETE FROM movies")
    }
}

// snippet: unknown
fun unknown(database: Database): Boolean = try {
    database.blocking().session<Boolean, RuntimeException> { session ->
        session.execute("DELETE FROM movies WHERE year < 1950").affectedRows() > 0
    }
} catch (unknown: CommitOutcomeUnknownException) {
    when (unknown.resolve().join()) {
        Outcome.COMMITTED -> true
        Outcome.ROLLED_BACK -> false
        Outcome.UNDETERMINED -> throw unknown
    }
}

// snippet: publisher
fun publisher(database: Database): Flow.Publisher<Movie> =
    database.stream(sql("SELECT title, year FROM movies").mapTo(Movie::class.java))

// snippet: stats
fun stats(database: Database): String {
    val stats: PoolStats = database.stats()
    return "${stats.connections().size()} of ${stats.maxSize()}, ${stats.waiting()}, ${stats.acquisitions().timedOut()}"
}

// snippet: times
class StatementTimes : DatabaseObserver {
    override fun statement(statement: DatabaseObserver.StatementInfo): DatabaseObserver.Observation? {
        val start = System.nanoTime()
        return object : DatabaseObserver.Observation {
            override fun ended(end: DatabaseObserver.End) {
                println("${statement.summary()}: $end after ${System.nanoTime() - start} ns")
            }
        }
    }
}

// snippet: data-source
fun dataSource(source: DataSource): Database =
    DatabaseBuilder.of(DatabaseUrl.parse("jdbc:h2:mem:movies"), JdbcBackend.of(source)).observer(StatementTimes()).build()

// snippet: unwrap
fun unwrap(database: Database): String = database.blocking().session<String, RuntimeException> { session ->
    session.unwrap(java.sql.Connection::class.java).metaData.databaseProductName
}

// snippet: postgresql-types
enum class Mood { sad, happy }

fun moody(database: Database): List<Row> = database.fetchAll(
    "SELECT name, mood FROM people WHERE mood = ANY(:moods) AND tags @> :tags",
    mapOf("moods" to arrayOf(Mood.happy), "tags" to arrayOf("vip")),
).join()

// snippet: postgresql-notifications
fun notifications(url: String, subscriber: Flow.Subscriber<NotificationEvent>): PostgresNotifications {
    val notifications = PostgresNotifications.of(url)
    notifications.listen("people_changed", subscriber).join()
    return notifications
}
