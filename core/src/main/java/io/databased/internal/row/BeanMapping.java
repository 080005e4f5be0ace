package io.databased.internal.row;

import io.databased.MappingException;
import io.databased.Row;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes beans: by the constructor without parameters, and a setter for each property. */
final class BeanMapping<T> implements RowMapping<T> {
    private final Class<T> type;
    private final Constructor<T> constructor;
    private final List<Method> setters;
    private final List<Source> sources; // of each setter

    private BeanMapping(Class<T> type, Constructor<T> constructor, List<Method> setters, List<Source> sources) {
        this.type = type;
        this.constructor = constructor;
        this.setters = setters;
        this.sources = sources;
    }

    static <T> BeanMapping<T> of(Class<T> type, RowShape shape) {
        Constructor<T> constructor = constructor(type);
        List<BeanProperty> properties = BeanProperty.of(type);
        if (properties.isEmpty()) {
            throw unfit(type);
        }
        List<Method> setters = properties.stream().map(BeanProperty::setter).toList();
        if (!constructor.trySetAccessible() || !setters.stream().allMatch(Method::trySetAccessible)) {
            throw new MappingException(RowMapping.closed(type));
        }
        List<Slot> slots =
                properties.stream().map(property -> property.slot(type)).toList();
        return new BeanMapping<>(type, constructor, setters, Source.of(type, slots, shape));
    }

    private static <T> Constructor<T> constructor(Class<T> type) {
        if (Modifier.isAbstract(type.getModifiers()) || type.getClassLoader() == null) {
            throw unfit(type);
        }
        try {
            return type.getDeclaredConstructor();
        } catch (NoSuchMethodException e) {
            throw unfit(type);
        }
    }

    private static MappingException unfit(Class<?> type) {
        String remedy = ", which is a class with a constructor without parameters, and setters. "
                + (isRead(type)
                        ? "Read one column by value(" + type.getSimpleName() + ".class), or map the row yourself"
                        : "Here it " + lack(type) + ", or map the row yourself: map(row -> …)");
        if (type == Map.class) {
            remedy = "; write map(Row::toMap)";
        } else if (type == Row.class) {
            remedy = "; leave mapTo out: rows stay rows";
        } else if (isOfKotlin(type)) {
            remedy = ". Of a class of Kotlin write mapTo<" + type.getSimpleName()
                    + ">(), which is in databased-kotlin, or mark a data class with @JvmRecord";
        }
        return new MappingException(type.getTypeName() + " is neither a record nor a bean" + remedy);
    }

    /** Whether it may be the class of one column. */
    private static boolean isRead(Class<?> type) {
        return type.getClassLoader() == null || type.isEnum();
    }

    private static String lack(Class<?> type) {
        boolean isStatic = Modifier.isStatic(type.getModifiers());
        if (type.isInterface()) {
            return "is an interface: give a class";
        }
        if (Modifier.isAbstract(type.getModifiers())) {
            return "is abstract: give a class that is not";
        }
        if (type.getEnclosingClass() != null && !isStatic) {
            return "is an inner class, whose constructor takes the outer object: make it static";
        }
        boolean empty = Arrays.stream(type.getDeclaredConstructors()).anyMatch(each -> each.getParameterCount() == 0);
        return empty
                ? "has no setter: give it public ones, or make it a record"
                : "has no constructor without parameters: give it one, or make it a record";
    }

    private static boolean isOfKotlin(Class<?> type) {
        return Arrays.stream(type.getAnnotations())
                .anyMatch(mark -> mark.annotationType().getName().equals("kotlin.Metadata"));
    }

    @Override
    public Class<T> type() {
        return type;
    }

    @Override
    public T map(@Nullable Object[] values) {
        T bean = create();
        for (int i = 0; i < setters.size(); i++) {
            set(bean, setters.get(i), sources.get(i), values);
        }
        return bean;
    }

    private T create() {
        try {
            return constructor.newInstance();
        } catch (InvocationTargetException e) {
            throw failed("the constructor of " + type.getTypeName() + " failed; see the cause", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw failed("the constructor of " + type.getTypeName() + " failed; see the cause", e);
        }
    }

    private void set(T bean, Method setter, Source source, @Nullable Object[] values) {
        Object value = source.of(values);
        try {
            setter.invoke(bean, value);
        } catch (InvocationTargetException e) {
            throw failed(refusal(setter, source), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw failed(refusal(setter, source), e);
        }
    }

    private String refusal(Method setter, Source source) {
        return setter.getName() + " of " + type.getTypeName() + " refused column \"" + source.column()
                + "\"; see the cause";
    }

    private static MappingException failed(String message, @Nullable Throwable why) {
        if (why instanceof Error error) {
            throw error;
        }
        return new MappingException(message, why);
    }
}
