package io.databased.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which database a parameter is of, where a test class has several: that of the {@link DatabasedExtension} with this {@linkplain
 * DatabasedExtension#named name}. A parameter without it is of the extension without a name.
 */
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface NamedDatabase {
    /** The name of the extension. */
    String value();
}
