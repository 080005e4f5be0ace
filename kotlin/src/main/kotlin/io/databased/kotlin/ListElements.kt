package io.databased.kotlin

import io.databased.MappingException
import java.lang.reflect.ParameterizedType
import java.lang.reflect.Type
import java.lang.reflect.WildcardType
import kotlin.metadata.KmType
import kotlin.metadata.isNullable

/** How the elements of a list are read: as the class that is declared for them, by way of an array of it. */
internal class ListElements private constructor(
    private val type: Class<*>,
    private val areNullable: Boolean,
    private val inner: ListElements?,
) {
    /** What a row is asked for. */
    val array: Class<*> get() = (inner?.array ?: type).arrayType()

    fun listOf(array: Any, column: String): List<Any?> = (array as Array<*>).map {
        if (it == null && !areNullable) {
            throw MappingException(
                "column \"$column\" holds NULL in an array whose elements are not nullable; declare them as ${type.kotlin.simpleName}?",
            )
        }
        if (it == null || inner == null) it else inner.listOf(it, column)
    }

    companion object {
        /** Of a declared list; null of any other type, and where its elements may be anything. */
        fun of(declared: Type, kotlin: KmType?): ListElements? {
            val list = declared as? ParameterizedType ?: return null
            val raw = list.rawType as Class<*>
            if (!raw.isAssignableFrom(List::class.java) || !Iterable::class.java.isAssignableFrom(raw)) {
                return null
            }
            val argument = list.actualTypeArguments[0]
            val element = if (argument is WildcardType) argument.upperBounds[0] else argument
            val inner = kotlin?.arguments?.firstOrNull()?.type
            val type = (if (element is ParameterizedType) element.rawType else element) as? Class<*>
            return when (type) {
                null, Any::class.java -> null
                else -> ListElements(type, inner == null || inner.isNullable, of(element, inner))
            }
        }
    }
}
