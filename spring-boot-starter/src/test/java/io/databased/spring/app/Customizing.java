package io.databased.spring.app;

import io.databased.BlockingQueryable;
import io.databased.spring.boot.DatabaseBuilderCustomizer;
import java.util.List;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.annotation.Transactional;

/** What the document shows besides. */
public final class Customizing {
    private Customizing() {}

    // tag::boot-customizer
    @Configuration
    public static class Lines {
        @Bean
        DatabaseBuilderCustomizer withoutLines() {
            return (name, builder) -> {
                if (name.equals("audit")) {
                    builder.withoutCallerLines();
                }
            };
        }
    }
    // end::boot-customizer

    // tag::boot-several
    public static class Audit {
        private final BlockingQueryable audit;

        Audit(@Qualifier("audit") BlockingQueryable audit) {
            this.audit = audit;
        }

        @Transactional("audit")
        public void note(String text) {
            audit.execute("INSERT INTO notes (text) VALUES (?)", List.of(text));
        }
    }
    // end::boot-several
}
