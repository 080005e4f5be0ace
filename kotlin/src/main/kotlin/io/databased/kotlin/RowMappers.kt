package io.databased.kotlin

import io.databased.Row
import io.databased.RowMapper

/** How rows become objects of a class: a record of Java as Java reads it, any other class by its primary constructor. */
internal object RowMappers {
    private val BY_CONSTRUCTOR = object : ClassValue<ConstructorMapper<*>>() {
        override fun computeValue(type: Class<*>): ConstructorMapper<*> = ConstructorMapper.of(type)
    }

    @Suppress("UNCHECKED_CAST") // each is of the class that it was asked for by
    fun <T : Any> of(type: Class<T>): RowMapper<T> =
        if (type.isRecord && !type.isAnnotationPresent(Metadata::class.java)) {
            RowMapper { row: Row -> row.mapTo(type as Class<Record>) as T }
        } else {
            BY_CONSTRUCTOR.get(type) as RowMapper<T>
        }
}
