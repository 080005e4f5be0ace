package io.databased.spring.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.StatementException;
import io.databased.spring.test.DatabasedTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

// tag::boot-test
@DatabasedTest
@SpringBootTest(properties = "databased.url=sqlite:///:memory:")
class FilmServiceTest {
    @Autowired
    private FilmService films;

    @Test
    void addsAllOfThem() {
        films.addAll(List.of(new Film("Dune", 2021), new Film("Alien", 1979)));

        assertThat(films.all()).hasSize(2);
    }

    @Test
    void orNone() {
        Film dune = new Film("Dune", 2021);

        assertThatThrownBy(() -> films.addAll(List.of(dune, dune))).isInstanceOf(StatementException.class);
        assertThat(films.all()).isEmpty();
    }
}
// end::boot-test
