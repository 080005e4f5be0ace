import io.databased.Database
import io.databased.Sql.sql
import io.databased.kotlin.coroutines
import io.databased.kotlin.mapTo
import kotlinx.coroutines.runBlocking

data class Movie(val title: String, val year: Int)

fun main() = runBlocking {
    Database.of("sqlite:///:memory:").use { database ->
        val movies = database.coroutines().connect()
        movies.session { session ->
            session.execute("CREATE TABLE movies (title TEXT NOT NULL, year INTEGER NOT NULL)")
            session.execute("INSERT INTO movies (title, year) VALUES (?, ?)", listOf("Dune", 2021))
        }
        val movie = movies.fetchExactlyOne(sql("SELECT title, year FROM movies").mapTo<Movie>())
        println("${movie.title}, ${movie.year}")
    }
}
