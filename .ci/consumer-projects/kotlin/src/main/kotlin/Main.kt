import io.databased.Database
import io.databased.Sql.sql

@JvmRecord
data class Movie(val title: String, val year: Int)

fun main() {
    Database.of("sqlite:///:memory:").blocking().use { movies ->
        movies.connect()
        movies.execute("CREATE TABLE movies (title TEXT NOT NULL, year INTEGER NOT NULL)")
        movies.execute("INSERT INTO movies (title, year) VALUES (?, ?)", listOf("Dune", 2021))
        val movie = movies.fetchExactlyOne(sql("SELECT title, year FROM movies").mapTo(Movie::class.java))
        println("${movie.title}, ${movie.year}")
    }
}
