package io.databased.internal.row;

import org.jspecify.annotations.Nullable;

/** Makes objects of one class from rows of one shape. Looked up and checked once, so that a row costs only its values. */
interface RowMapping<T> {
    Class<T> type();

    T map(@Nullable Object[] values);

    /** @throws io.databased.MappingException if the class cannot be filled, or a part of it has no column */
    static <T> RowMapping<T> of(Class<T> type, RowShape shape) {
        return type.isRecord() ? RecordMapping.of(type, shape) : BeanMapping.of(type, shape);
    }

    /** What to do with a class that is hidden in its module. */
    static String closed(Class<?> type) {
        return type.getTypeName()
                + " is not open to this library; make it public in an exported package, or add \"opens "
                + type.getPackageName() + " to io.databased\" to the module "
                + type.getModule().getName();
    }
}
