package io.databased.kotlin

import io.databased.Query
import io.databased.Queryable
import io.databased.Row
import io.databased.Sql.sql
import io.databased.UpdateResult
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.future.await

/**
 * The statements that a [CoroutineDatabase] and a [CoroutineSession] both run: [Queryable] for coroutines.
 *
 * A function suspends until its answer is there, and throws what the future would fail with. **Cancelling** the coroutine, also
 * by `withTimeout`, before the statement is sent means it never is; while it runs the database is told to stop, which fails the
 * session that the statement is part of. No thread is held meanwhile. What is null in the database is `null`; there is no
 * `Optional`.
 */
public sealed class CoroutineQueryable(private val queryable: Queryable) {
    /** Runs the query and gives all rows, in order. */
    public suspend fun <T> fetchAll(query: Query<T>): List<T> = queryable.fetchAll(query).await()

    /** Runs the query and gives the first row, or null when there is none; further rows are ignored. */
    public suspend fun <T : Any> fetchOne(query: Query<out T?>): T? = queryable.fetchOne<T>(query).await().orElse(null)

    /**
     * Runs a query that must give exactly one row.
     *
     * @throws io.databased.MappingException when there is no row or more than one
     */
    public suspend fun <T> fetchExactlyOne(query: Query<T>): T = queryable.fetchExactlyOne(query).await()

    /** Runs the query for its effect; gives the number of affected rows and the generated key. */
    public suspend fun execute(query: Query<*>): UpdateResult = queryable.execute(query).await()

    /** Runs the statements of a script one after the other; gives their number. See [Queryable.executeScript]. */
    public suspend fun executeScript(script: String): Int = queryable.executeScript(script).await()

    /**
     * Runs one SQL statement once for each set of values, in order: all of them, or none when one fails.
     *
     * @param values lists for `?` markers; maps, records or data classes for `:name` markers
     * @return the affected rows in all
     */
    public suspend fun executeMany(sql: String, values: List<Any>): Long = queryable.executeMany(sql, values).await()

    /**
     * The rows as they are asked for: no more than a window of them is held in memory, and a slow collector slows the database
     * down. The query runs when the flow is collected, each time anew; ending the collection early frees the cursor and the
     * connection. On a session, other statements are refused while the flow is collected.
     */
    public fun <T : Any> stream(query: Query<out T?>): Flow<T> = flowOf { queryable.stream<T>(query) }

    /** [fetchAll] of SQL without markers. */
    public suspend fun fetchAll(sql: String): List<Row> = fetchAll(sql(sql))

    /** [fetchAll] of SQL with `:name` markers. */
    public suspend fun fetchAll(sql: String, values: Map<String, Any?>): List<Row> = fetchAll(sql(sql, values))

    /** [fetchAll] of SQL with `?` markers. */
    public suspend fun fetchAll(sql: String, values: List<Any?>): List<Row> = fetchAll(sql(sql, values))

    /** [fetchOne] of SQL without markers. */
    public suspend fun fetchOne(sql: String): Row? = fetchOne(sql(sql))

    /** [fetchOne] of SQL with `:name` markers. */
    public suspend fun fetchOne(sql: String, values: Map<String, Any?>): Row? = fetchOne(sql(sql, values))

    /** [fetchOne] of SQL with `?` markers. */
    public suspend fun fetchOne(sql: String, values: List<Any?>): Row? = fetchOne(sql(sql, values))

    /** [fetchExactlyOne] of SQL without markers. */
    public suspend fun fetchExactlyOne(sql: String): Row = fetchExactlyOne(sql(sql))

    /** [fetchExactlyOne] of SQL with `:name` markers. */
    public suspend fun fetchExactlyOne(sql: String, values: Map<String, Any?>): Row = fetchExactlyOne(sql(sql, values))

    /** [fetchExactlyOne] of SQL with `?` markers. */
    public suspend fun fetchExactlyOne(sql: String, values: List<Any?>): Row = fetchExactlyOne(sql(sql, values))

    /** [execute] of SQL without markers. */
    public suspend fun execute(sql: String): UpdateResult = execute(sql(sql))

    /** [execute] of SQL with `:name` markers. */
    public suspend fun execute(sql: String, values: Map<String, Any?>): UpdateResult = execute(sql(sql, values))

    /** [execute] of SQL with `?` markers. */
    public suspend fun execute(sql: String, values: List<Any?>): UpdateResult = execute(sql(sql, values))
}
