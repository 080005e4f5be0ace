/** What the starter configures in an application of Spring Boot, from the properties {@code databased.*}. */
@NullMarked
package io.databased.spring.boot;

import org.jspecify.annotations.NullMarked;
