package io.databased.kotlin

import io.databased.Sql
import kotlin.reflect.KClass

/**
 * Each row becomes a [T], by its primary constructor: each parameter takes the column of its name, with `camelCase` matching
 * `snake_case`. For data classes, records and other classes of Kotlin. A parameter without a column is an error, whether it has a
 * default value or not; further columns are ignored. NULL for a parameter whose type is not nullable is an error. A class
 * whose only constructor has no parameters is filled by its setters: by each `var`, of which the same holds.
 *
 * ```
 * data class Movie(val title: String, val year: Int?)
 *
 * database.coroutines().fetchAll(sql("SELECT title, year FROM movies").mapTo<Movie>())
 * ```
 *
 * A failure to map a row is a [io.databased.MappingException].
 */
public inline fun <reified T : Any> Sql<*>.mapTo(): Sql<T> = mapTo(T::class)

/** [mapTo] of a class that is known when the program runs. */
public fun <T : Any> Sql<*>.mapTo(type: KClass<T>): Sql<T> {
    val mapper = RowMappers.of(type.java)
    return map(mapper)
}

/** Each row becomes the value of its only column; NULL becomes null. */
public inline fun <reified T : Any> Sql<*>.value(): Sql<T?> = value(T::class.javaObjectType)
