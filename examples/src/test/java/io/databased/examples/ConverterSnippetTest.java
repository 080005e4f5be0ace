package io.databased.examples;

import static io.databased.Sql.sql;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Converter;
import io.databased.Database;
import java.time.Year;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The snippets about types that the library does not know. */
class ConverterSnippetTest {
    // tag::converter
    record Release(String title, Year year) {}

    static final class YearAsNumber implements Converter<Year, Integer> {
        @Override
        public Class<Year> type() {
            return Year.class;
        }

        @Override
        public Class<Integer> databaseType() {
            return Integer.class;
        }

        @Override
        public Integer toDatabase(Year year) {
            return year.getValue();
        }

        @Override
        public Year fromDatabase(Integer number) {
            return Year.of(number);
        }
    }
    // end::converter

    @Test
    void bindsAndReadsATypeOfTheUser() {
        // tag::converter-use
        Database database = Database.builder("sqlite:///:memory:")
                .converter(new YearAsNumber())
                .build();
        // end::converter-use
        try (database) {
            database.connect().join();
            database.execute("CREATE TABLE releases (title TEXT, year INTEGER)").join();
            database.execute("INSERT INTO releases VALUES (?, ?)", List.of("Alien", Year.of(1979)))
                    .join();
            List<Release> releases = database.fetchAll(
                            sql("SELECT title, year FROM releases").mapTo(Release.class))
                    .join();
            assertThat(releases).containsExactly(new Release("Alien", Year.of(1979)));
        }
    }
}
