import io.databased.AcquireTimeoutException
import io.databased.BlockingDatabase
import io.databased.BlockingSession
import io.databased.CommitOutcomeUnknownException
import io.databased.Converter
import io.databased.Database
import io.databased.DatabaseObserver
import io.databased.DatabaseUrl
import io.databased.InvalidQueryException
import io.databased.Isolation
import io.databased.MappingException
import io.databased.PoolOptions
import io.databased.Queryable
import io.databased.RetryPolicy
import io.databased.Row
import io.databased.Session
import io.databased.SessionOptions
import io.databased.Sql.sql
import io.databased.StatementException
import io.databased.UpdateResult
import io.databased.jooq.Jooq.jooq
import io.databased.jooq.JooqBatch
import io.databased.jooq.JooqQuery
import io.databased.junit.DatabasedExtension
import io.databased.junit.NamedDatabase
import java.time.Duration
import java.time.Year
import java.util.Optional
import java.util.concurrent.CompletableFuture
import java.util.concurrent.Flow
import java.util.concurrent.TimeUnit
import org.jooq.Record
import org.jooq.Record2
import org.jooq.TableField
import org.jooq.impl.DSL
import org.jooq.impl.DSL.count
import org.jooq.impl.DSL.deleteFrom
import org.jooq.impl.DSL.insertInto
import org.jooq.impl.DSL.select
import org.jooq.impl.SQLDataType
import org.jooq.impl.TableImpl
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.RegisterExtension

// Every snippet of the README, as a user of Kotlin writes it. Types that are written out are what is tested here.

@JvmRecord
data class Movie(val title: String, val year: Int)

data class Review(val stars: Int, val text: String?)

// snippet: first
fun first() {
    Database.of("sqlite:///movies.sqlite").use { database ->
        val movies = database.blocking().connect()
        movies.execute("CREATE TABLE IF NOT EXISTS movies (title TEXT NOT NULL, year INTEGER NOT NULL)")
        val rows: List<Row> = movies.session<List<Row>, RuntimeException> { session ->
            session.execute("INSERT INTO movies (title, year) VALUES (?, ?)", listOf("Dune", 2021))
            try {
                session.transaction<UpdateResult, RuntimeException> { child ->
                    child.execute("INSERT INTO movies (title) VALUES ('Tenet')")
                }
            } catch (refused: StatementException) {
                println(refused.message)
            }
            session.fetchAll("SELECT title, year FROM movies")
        }
        rows.forEach { row -> println(row.getString("title").length + row.getInt("year")) }
    }
}

// snippet: movies
object Movies : TableImpl<Record>(DSL.name("movies")) {
    private fun readResolve(): Any = Movies
    val TITLE: TableField<Record, String> = createField(DSL.name("title"), SQLDataType.VARCHAR.nullable(false), this)
    val YEAR: TableField<Record, Int> = createField(DSL.name("year"), SQLDataType.INTEGER.nullable(false), this)
}

// snippet: story
fun story(database: Database) {
    val recent: JooqQuery<Movie> = jooq(select(Movies.TITLE, Movies.YEAR).from(Movies).where(Movies.YEAR.ge(2010)))
        .map { record -> Movie(record.value1(), record.value2()) }
    val inserted: Long = database.session { session ->
        session.fetchAll(recent).thenCompose { movies ->
            session.transaction { transaction ->
                transaction.execute("DELETE FROM movies WHERE year >= :year", mapOf("year" to 2010)).thenCompose {
                    transaction.transaction { nested ->
                        nested.executeMany(
                            "INSERT INTO movies (title, year) VALUES (?, ?)",
                            movies.map { movie -> listOf(movie.title, movie.year - 1000) },
                        )
                    }
                }
            }
        }
    }.join()
    println(inserted + 1)
}

// snippet: nesting
fun nesting(database: Database): CompletableFuture<Long> = database.session { session ->
    session.execute("INSERT INTO movies (title, year) VALUES ('Dune', 2021)")
        .thenCompose {
            session.transaction { child -> child.execute("INSERT INTO movies (title, year) VALUES ('Tenet', NULL)") }
                .exceptionally { UpdateResult(0, null) }
        }
        .thenCompose {
            session.fetchOne(sql("SELECT count(*) FROM movies WHERE year > 2020").value(Long::class.javaObjectType))
        }
        .thenApply { it.orElseThrow() }
}

// snippet: manual
fun manual(database: Database): CompletableFuture<Optional<Movie>> {
    val session: Session = database.session()
    return session.open()
        .thenCompose { open ->
            open.fetchOne(
                sql("SELECT title, year FROM movies WHERE title = :title").bind("title", "Joker").mapTo(Movie::class.java),
            )
        }
        .thenCompose { found -> session.commit().thenApply { found } }
        .whenComplete { _, _ -> session.close() }
}

// snippet: options
fun options(database: Database): List<Row> = database.session(
    SessionOptions.named("yearly report").withIsolation(Isolation.SERIALIZABLE).withReadOnly()
        .withStatementTimeout(Duration.ofSeconds(20)).withRetry(RetryPolicy.of(5)),
) { session -> session.fetchAll("SELECT year, count(*) FROM movies GROUP BY year") }.join()

// snippet: blocking
fun blocking(database: Database): List<Row> =
    database.blocking().session<List<Row>, RuntimeException> { session ->
        val rows = session.fetchAll("SELECT title FROM movies WHERE year < ?", listOf(1950))
        session.execute("DELETE FROM movies WHERE year < ?", listOf(1950))
        rows
    }

// snippet: blocking-manual
fun blockingManual(database: Database) {
    database.blocking().session().open().use { session: BlockingSession ->
        session.execute("DELETE FROM movies WHERE year < :year", mapOf("year" to 2000))
        session.commit()
    }
}

// snippet: parameters
fun parameters(database: Database): List<Row> {
    database.execute("INSERT INTO movies (title, year) VALUES (?, ?)", listOf("Dune", 2021)).join()
    database.execute("INSERT INTO movies (title, year) VALUES (?, ?)", listOf("Dune", null)).join()
    database.execute("DELETE FROM movies WHERE year < :year", mapOf("year" to null)).join()
    database.execute(sql("DELETE FROM movies WHERE year < :year").bind("year", null)).join()
    database.execute(sql("DELETE FROM movies WHERE year < ?").values(null)).join()
    database.executeMany("INSERT INTO movies VALUES (?, ?)", listOf(listOf("a", null), listOf("b", 2))).join()
    database.executeMany("INSERT INTO movies VALUES (:a, :b)", listOf(mapOf("a" to "a", "b" to null))).join()
    return database.fetchAll("SELECT title FROM movies WHERE year IN (:years)", mapOf("years" to listOf(2010, 2021)))
        .join()
}

// snippet: rows
fun rows(database: Database): List<Any?> {
    val movies: List<Movie> = database.fetchAll(sql("SELECT title, year FROM movies").mapTo(Movie::class.java)).join()
    val latest: Optional<Int> =
        database.fetchOne(sql("SELECT max(year) FROM movies").value(Int::class.javaObjectType)).join()
    val primitive: Optional<Int> = database.fetchOne(sql("SELECT max(year) FROM movies").value(Int::class.java)).join()
    val years: List<Int?> = database.fetchAll(sql("SELECT year FROM movies").value(Int::class.javaObjectType)).join()
    val titles: List<String> = database.fetchAll(sql("SELECT title FROM movies").map { it.getString("title") }).join()
    val maybe: List<String?> =
        database.fetchAll(sql("SELECT title FROM movies").map { it.get("title", String::class.java) }).join()
    val one: Optional<String> = database.fetchOne(sql("SELECT title FROM movies").map { it.getString("title") }).join()
    val only: Int? = database.fetchExactlyOne(sql("SELECT max(year) FROM movies").value(Int::class.javaObjectType)).join()
    val onlyMovie: Movie = database.blocking().fetchExactlyOne(sql("SELECT * FROM movies").mapTo(Movie::class.java))
    val review: Review = database.blocking().fetchExactlyOne(
        sql("SELECT * FROM reviews").map { row -> Review(row.getInt("stars"), row.get("text", String::class.java)) },
    )
    val blockingFirst: Optional<Int> =
        database.blocking().fetchOne(sql("SELECT max(year) FROM movies").value(Int::class.javaObjectType))
    val blockingYears: List<Int?> =
        database.blocking().fetchAll(sql("SELECT year FROM movies").value(Int::class.javaObjectType))
    val untyped: Any? = database.blocking().fetchExactlyOne("SELECT 1").get(0)
    val map: Map<String, Any?> = database.blocking().fetchExactlyOne("SELECT 1 AS one").toMap()
    val key: Long =
        database.execute("INSERT INTO movies (title, year) VALUES ('Dune', 2021)").join().generatedId()
    return listOf(
        movies, latest, primitive, years, titles, maybe, one, only, onlyMovie, review, blockingFirst, blockingYears,
        untyped, map, key,
    )
}

// snippet: converter
class YearAsNumber : Converter<Year, Int> {
    override fun type(): Class<Year> = Year::class.java

    override fun databaseType(): Class<Int> = Int::class.javaObjectType

    override fun toDatabase(year: Year): Int = year.value

    override fun fromDatabase(number: Int): Year = Year.of(number)
}

// snippet: converter-use
fun converterUse(): Database = Database.builder("sqlite:///:memory:").converter(YearAsNumber()).build()

// snippet: stream
fun stream(database: Database, session: Session, seen: MutableList<String>): List<Any> {
    val movies: Long =
        database.forEach(sql("SELECT title, year FROM movies").mapTo(Movie::class.java)) { seen.add(it.title) }.join()
    val numbers: Flow.Publisher<Int> =
        database.stream(sql("SELECT year FROM movies").value(Int::class.javaObjectType))
    val records: Flow.Publisher<Movie> = session.stream(sql("SELECT * FROM movies").mapTo(Movie::class.java))
    val counted: Long = database.blocking()
        .forEach(sql("SELECT year FROM movies").value(Int::class.javaObjectType)) { year -> println(year + 1) }
    session.forEach(sql("SELECT year FROM movies").value(Int::class.javaObjectType)) { year -> println(year + 1) }.join()
    return listOf(movies, numbers, records, counted)
}

// snippet: timeout
fun timeout(database: Database): CompletableFuture<List<Row>> =
    database.fetchAll("SELECT 1").orTimeout(100, TimeUnit.MILLISECONDS)

// snippet: jooq
fun jooqStory(database: Database) {
    val years: List<Record2<Int, Int>> = database.session { session ->
        session.execute(jooq(deleteFrom(Movies).where(Movies.YEAR.lt(1950))))
            .thenCompose {
                session.fetchAll(
                    jooq(select(Movies.YEAR, count()).from(Movies).groupBy(Movies.YEAR).orderBy(Movies.YEAR)),
                )
            }
    }.join()
    years.forEach { println(it.value1() + it.value2()) }
    val inserts = listOf("a", "b").map { insertInto(Movies, Movies.TITLE, Movies.YEAR).values(it, 1) }
    val batch: JooqBatch = JooqBatch.of(database.dialect(), inserts)
    println(database.executeMany(batch).join() + 1)
}

// snippet: force-rollback
fun forceRollback(url: String) {
    Database.builder(url).forceRollback().build().use { database ->
        database.connect().join()
        database.execute("DELETE FROM movies").join()
    }
}

// snippet: extension
class ExtensionSnippet {
    @Test
    fun forgetsWhatTheTestDid(database: Database) {
        database.execute("DELETE FROM movies").join()
    }

    companion object {
        @JvmField
        @RegisterExtension
        val MOVIES: DatabasedExtension = DatabasedExtension.of("sqlite:///:memory:").prepared { database ->
            database.execute("CREATE TABLE movies (title TEXT)")
        }
    }
}

// snippet: several-databases
class SeveralDatabasesSnippet {
    @Test
    fun takesBoth(movies: BlockingDatabase, @NamedDatabase("audit") audit: BlockingDatabase) {
        audit.execute("CREATE TABLE notes (text TEXT NOT NULL)")
        movies.fetchAll("SELECT * FROM movies")
    }

    companion object {
        @JvmField
        @RegisterExtension
        val MOVIES: DatabasedExtension = DatabasedExtension.of("sqlite:///:memory:")

        @JvmField
        @RegisterExtension
        val AUDIT: DatabasedExtension = DatabasedExtension.of("sqlite:///:memory:").named("audit")
    }
}

// snippet: url
fun url(): String {
    val url = DatabaseUrl.parse("postgresql://ann@db.example:5433/movies").withPassword("p@ss/word")
    return url.toString() + url.toJdbcUrl() + url.database().orElse("")
}

// snippet: pool
fun pool(): Database = Database.builder("sqlite:///movies.sqlite?busy_timeout=2s")
    .pool(
        PoolOptions.builder().maxSize(4).acquireTimeout(Duration.ofSeconds(5)).leakThreshold(Duration.ofMinutes(1))
            .build(),
    )
    .statementTimeout(Duration.ofSeconds(30))
    .build()

// snippet: init
fun init(): Database = Database.builder("postgresql://localhost/films")
    .connectionInitSql("SET search_path = films, public", "SET lock_timeout = '2s'")
    .build()

// snippet: observer
fun observer(log: MutableList<String>): Database {
    val observer = object : DatabaseObserver {
        override fun statement(statement: DatabaseObserver.StatementInfo) = object : DatabaseObserver.Observation {
            override fun answered(rows: Long) {
                log.add("${statement.sql()}: $rows rows")
            }

            override fun failed(failure: Throwable, kind: StatementException.Kind) {
                log.add("${statement.sql()}: $kind")
            }
        }
    }
    return Database.builder("sqlite:///:memory:").observer(observer).build()
}

// snippet: errors
fun errors(database: Database): String = try {
    database.blocking().execute("INSERT INTO movies (title, year) VALUES ('Dune', 2021)").toString()
} catch (refused: StatementException) {
    refused.kind().name + refused.sql().orElse("") + refused.databaseMessage().map { it.text() }.orElse("")
} catch (refused: InvalidQueryException) {
    refused.sql().orElse("")
} catch (refused: MappingException) {
    refused.sql().orElse("")
} catch (late: AcquireTimeoutException) {
    late.sql().orElse(late.reason().name)
} catch (unknown: CommitOutcomeUnknownException) {
    unknown.message.orEmpty()
}

// Null is a result wherever the type says so.
fun nullableResults(database: Database): List<String?> = listOf(
    database.session<String?> { CompletableFuture.completedFuture(null) }.join(),
    database.session<String?> { session ->
        session.transaction<String?> { CompletableFuture.completedFuture(null) }
    }.join(),
    database.blocking().session<String?, RuntimeException> { null },
    database.blocking().session<String?, RuntimeException> { session ->
        session.transaction<String?, RuntimeException> { null }
    },
    database.fetchExactlyOne(sql("SELECT NULL").map { row -> row.get(0, String::class.java) }).join(),
)

// What takes a database takes a session.
fun <T : Any> firstOf(on: Queryable, type: Class<T>): CompletableFuture<Optional<T>> =
    on.fetchOne(sql("SELECT 1").value(type))
