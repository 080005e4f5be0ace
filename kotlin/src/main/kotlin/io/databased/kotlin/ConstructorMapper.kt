package io.databased.kotlin

import io.databased.MappingException
import io.databased.Row
import io.databased.RowMapper
import java.lang.reflect.Constructor
import java.lang.reflect.InvocationTargetException
import java.util.Locale
import kotlin.metadata.isNullable
import kotlin.metadata.isSecondary
import kotlin.metadata.jvm.KotlinClassMetadata
import kotlin.metadata.jvm.signature

/** Makes objects of rows by a constructor whose parameters have names. What columns they take is looked up once for each result. */
internal class ConstructorMapper<T : Any> private constructor(
    private val constructor: Constructor<T>,
    private val parameters: List<Parameter>,
) : RowMapper<T> {
    private class Parameter(
        val name: String,
        val type: Class<*>,
        val isNullable: Boolean,
        val elements: ListElements?,
    )

    private class Plan(val columns: List<String>, val indexes: IntArray)

    @Volatile
    private var plan: Plan? = null

    override fun map(row: Row): T {
        val indexes = indexes(row.columns())
        val arguments = Array(indexes.size) { value(row, indexes[it], parameters[it]) }
        try {
            return constructor.newInstance(*arguments)
        } catch (e: InvocationTargetException) {
            val why = e.cause
            if (why is Error) throw why
            throw MappingException("the constructor of ${typeName()} refused a row; see the cause", why)
        }
    }

    private fun value(row: Row, index: Int, parameter: Parameter): Any? {
        val elements = parameter.elements
        val value: Any? = when (elements) {
            null -> row.get(index, parameter.type)
            else -> row.get(index, elements.array)?.let { elements.listOf(it, row.columns()[index]) }
        }
        if (value == null && !parameter.isNullable) {
            throw MappingException(
                "column \"${row.columns()[index]}\" is NULL, and ${parameter.name} of ${typeName()} is not nullable; declare" +
                    " it as ${parameter.type.kotlin.simpleName}?",
            )
        }
        return value
    }

    private fun indexes(columns: List<String>): IntArray {
        val known = plan
        if (known != null && known.columns == columns) {
            return known.indexes
        }
        val missing = parameters.filter { find(it.name, columns) < 0 }
        if (missing.isNotEmpty()) {
            throw MappingException(
                "parameters ${missing.map { it.name }} of ${typeName()} have no column among $columns; select them, or rename" +
                    " columns with AS",
            )
        }
        val indexes = IntArray(parameters.size) { find(parameters[it].name, columns) }
        plan = Plan(columns, indexes)
        return indexes
    }

    private fun typeName() = constructor.declaringClass.typeName

    companion object {
        /** @throws MappingException if the class has no constructor that can be called */
        fun <T : Any> of(type: Class<T>): ConstructorMapper<T> {
            val metadata = type.getAnnotation(Metadata::class.java)
                ?: throw MappingException("${type.typeName} is no class of Kotlin, and no record; map the row yourself")
            val primary = (KotlinClassMetadata.readLenient(metadata) as? KotlinClassMetadata.Class)
                ?.kmClass?.constructors?.firstOrNull { !it.isSecondary }
            val constructor = type.declaredConstructors.firstOrNull { descriptor(it) == primary?.signature?.descriptor }
            if (primary == null || constructor == null) {
                throw MappingException("${type.typeName} has no primary constructor; map the row yourself")
            }
            if (!constructor.trySetAccessible()) {
                throw MappingException(
                    "${type.typeName} is not open to this library; add \"opens ${type.packageName} to io.databased.kotlin\" to" +
                        " the module ${type.module.name}",
                )
            }
            val parameters = primary.valueParameters.mapIndexed { i, parameter ->
                Parameter(
                    parameter.name,
                    constructor.parameterTypes[i].kotlin.javaObjectType,
                    parameter.type.isNullable,
                    ListElements.of(constructor.genericParameterTypes[i], parameter.type),
                )
            }
            @Suppress("UNCHECKED_CAST") // it is one of the type's
            return ConstructorMapper(constructor as Constructor<T>, parameters)
        }

        private fun descriptor(constructor: Constructor<*>) =
            constructor.parameterTypes.joinToString("", "(", ")V") { it.descriptorString() }

        /** The column of the name without regard to case, else without regard to underscores either. */
        private fun find(name: String, columns: List<String>): Int {
            val folded = only(name, columns) { it.lowercase(Locale.ROOT) }
            return if (folded >= 0) folded else only(name, columns) { it.lowercase(Locale.ROOT).replace("_", "") }
        }

        private fun only(name: String, columns: List<String>, form: (String) -> String): Int {
            val found = columns.indices.filter { form(columns[it]) == form(name) }
            if (found.size > 1) {
                throw MappingException("several columns are named \"$name\" among $columns; rename them with AS")
            }
            return found.firstOrNull() ?: -1
        }
    }
}
