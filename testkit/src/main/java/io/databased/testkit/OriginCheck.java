package io.databased.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import io.databased.AcquireTimeoutException;
import io.databased.InvalidQueryException;
import io.databased.MappingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.function.Executable;

/** Whether failures of one statement tell where it comes from. */
final class OriginCheck {
    private final Class<?> type;
    private final String sql;
    private final List<Executable> checks = new ArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();

    OriginCheck(Class<?> type, String sql) {
        this.type = type;
        this.sql = sql;
    }

    /** @param session its name; empty of a one-shot */
    synchronized void of(Throwable failure, String session) {
        String way = "failure " + failures.incrementAndGet() + (session.isEmpty() ? "" : " of " + session);
        checks.add(() -> assertThat(failure)
                .as(way)
                .isInstanceOf(type)
                .hasMessageContaining("; in: " + sql)
                .hasMessageContaining("; at OriginContract."));
        if (!session.isEmpty()) {
            checks.add(() -> assertThat(failure).as(way).hasMessageContaining("; session '" + session + "'"));
        }
        checks.add(() -> assertThat(sql(failure)).as(way).contains(sql));
        checks.add(() -> assertThat(Stream.of(failure.getStackTrace()).map(StackTraceElement::getClassName))
                .as(way)
                .contains(OriginContract.class.getName()));
    }

    synchronized void done(int expected) {
        assertAll(checks);
        assertThat(failures).hasValue(expected);
    }

    private static Optional<String> sql(Throwable failure) {
        return failure instanceof AcquireTimeoutException late
                ? late.sql()
                : failure instanceof InvalidQueryException refused
                        ? refused.sql()
                        : failure instanceof MappingException unmapped ? unmapped.sql() : Optional.empty();
    }
}
