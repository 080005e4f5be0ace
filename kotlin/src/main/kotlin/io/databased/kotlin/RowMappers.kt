package io.databased.kotlin

import io.databased.Row
import io.databased.RowMapper

/**
 * How rows become objects of a class: records and beans as Java reads them, any other class by its primary constructor. A class of
 * Kotlin is a bean if that has no parameters.
 */
internal object RowMappers {
    private val BY_CONSTRUCTOR = object : ClassValue<ConstructorMapper<*>>() {
        override fun computeValue(type: Class<*>): ConstructorMapper<*> = ConstructorMapper.of(type)
    }

    @Suppress("UNCHECKED_CAST") // each is of the class that it was asked for by
    fun <T : Any> of(type: Class<T>): RowMapper<T> =
        if (isOfJava(type) || isFilledBySetters(type)) {
            RowMapper { row: Row -> row.mapTo(type) }
        } else {
            BY_CONSTRUCTOR.get(type) as RowMapper<T>
        }

    private fun isOfJava(type: Class<*>) =
        !type.isAnnotationPresent(Metadata::class.java) && (type.isRecord || type.hasConstructorWithoutParameters())

    private fun isFilledBySetters(type: Class<*>) =
        type.constructors.singleOrNull()?.parameterCount == 0 && type.methods.any { it.name.startsWith("set") }

    private fun Class<*>.hasConstructorWithoutParameters() = declaredConstructors.any { it.parameterCount == 0 }
}
