package io.databased.spring.boot;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Import;

/** {@code /actuator/health} on either line of Boot. */
@AutoConfiguration(after = DatabasedAutoConfiguration.class)
@Import({Boot3Health.class, Boot4Health.class})
public class DatabasedHealthAutoConfiguration {}
