package io.databased.kotlin

import io.databased.Database
import io.databased.SessionOptions
import kotlinx.coroutines.future.await

/** This database for coroutines; a view of it, as [Database.blocking] is one. */
public fun Database.coroutines(): CoroutineDatabase = CoroutineDatabase(this)

/**
 * A [Database] with suspending functions in place of futures.
 *
 * ```
 * Database.of("sqlite:///movies.sqlite").use { database ->
 *     val movies = database.coroutines().connect()
 *     movies.session { session ->
 *         session.execute("DELETE FROM movies WHERE year < :year", mapOf("year" to 1900))
 *     }
 * }
 * ```
 */
public class CoroutineDatabase internal constructor(private val database: Database) : CoroutineQueryable(database) {
    /** As [Database.connect]. Cancelling has no effect on connecting. */
    public suspend fun connect(): CoroutineDatabase {
        database.connect().await()
        return this
    }

    /** As [Database.disconnect]. Cancelling only ends the waiting. */
    public suspend fun disconnect() {
        database.disconnect().await()
    }

    /**
     * Runs the work in a session: commits when it returns, cancels when it throws or the coroutine is cancelled. The work runs in
     * a coroutine of its own with the caller's context, and has ended when this returns.
     *
     * A cancelled session is rolled back. A COMMIT that has left is not cancelled.
     *
     * @return the work's value, once the session is committed
     */
    public suspend fun <T> session(
        options: SessionOptions = SessionOptions.defaults(),
        work: suspend (CoroutineSession) -> T,
    ): T {
        val worker = Worker.of(work)
        return worker.await(database.session(options, worker))
    }

    /** The database that this is a view of. */
    public fun async(): Database = database
}
