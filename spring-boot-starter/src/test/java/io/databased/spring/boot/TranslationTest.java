package io.databased.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.InvalidQueryException;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import io.databased.spring.DatabasedExceptionTranslator;
import io.databased.spring.app.Application;
import io.databased.spring.app.Film;
import io.databased.spring.app.FilmRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.InvalidDataAccessApiUsageException;

class TranslationTest {
    private static void add(ConfigurableApplicationContext context) {
        FilmRepository films = context.getBean(FilmRepository.class);
        films.add(new Film("Dune", 2021));
        films.add(new Film("Dune", 2021));
    }

    @Test
    void notUnlessAskedFor() {
        try (ConfigurableApplicationContext context = Application.start("databased.url=sqlite:///:memory:")) {
            assertThatThrownBy(() -> add(context)).isInstanceOf(StatementException.class);
        }
    }

    @Test
    void whatRepositoriesThrowIfAskedFor() {
        try (ConfigurableApplicationContext context =
                Application.start("databased.url=sqlite:///:memory:", "databased.translate-exceptions=true")) {
            assertThatThrownBy(() -> add(context))
                    .isInstanceOf(DuplicateKeyException.class)
                    .hasMessageContaining("INSERT INTO films")
                    .hasCauseInstanceOf(StatementException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void everyKindHasAClass(Kind kind) {
        StatementException failure = new StatementException("said", kind, null, null, null, null);
        DataAccessException translated = new DatabasedExceptionTranslator().translateExceptionIfPossible(failure);

        assertThat(translated).hasMessageContaining("said").hasCause(failure);
        assertThat(translated instanceof ConcurrencyFailureException).isEqualTo(kind.retryable());
        assertThat(translated instanceof DataIntegrityViolationException)
                .isEqualTo(kind.compareTo(Kind.DATA) <= 0); // the constraints and the data
    }

    @Test
    void ofOtherFailuresToo() {
        DatabasedExceptionTranslator translator = new DatabasedExceptionTranslator();

        assertThat(translator.translateExceptionIfPossible(new InvalidQueryException("said")))
                .isInstanceOf(InvalidDataAccessApiUsageException.class);
        assertThat(translator.translateExceptionIfPossible(new IllegalStateException("another's")))
                .isNull();
    }
}
