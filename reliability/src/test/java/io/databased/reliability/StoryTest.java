package io.databased.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.DatabaseBuilder;
import io.databased.DatabaseUrl;
import io.databased.reliability.FailingBackend.Fault;
import io.databased.testkit.History.Claim;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The story goes wrong at its first step, then at its second, and so on until it ends before anything goes wrong. */
@ExtendWith(Harness.class)
final class StoryTest {
    private static final int MORE_THAN_THERE_ARE = 300;

    @ParameterizedTest
    @MethodSource("io.databased.reliability.Backend#wired")
    @Tag("N1")
    @Tag("N2")
    @Tag("N3")
    @Tag("N5")
    @Tag("C4")
    void wireIsCutBeforeTheNthMessage(Backend backend) {
        cut(backend, true);
    }

    @ParameterizedTest
    @MethodSource("io.databased.reliability.Backend#wired")
    @Tag("N1")
    @Tag("N2")
    @Tag("N4")
    @Tag("N5")
    void wireIsCutAfterTheNthMessage(Backend backend) {
        cut(backend, false);
    }

    private static void cut(Backend backend, boolean before) {
        try (Subject subject = backend.subject()) {
            Story story = new Story(subject);
            boolean overJdbc = backend == Backend.PGJDBC || backend == Backend.MARIADB_JDBC;
            int steps = untilNothingGoesWrong(overJdbc ? Scale.of(3, 1) : 1, n -> {
                CompletableFuture<Void> cut = before
                        ? subject.proxy().cutAtMessage(n)
                        : subject.proxy().cutAfterMessage(n);
                story.run(subject.builder(1).build(), new Story.Steps() {});
                boolean wentWrong = cut.isDone();
                subject.proxy().heal();
                return wentWrong;
            });
            story.verify();
            assertThat(steps).isGreaterThan(10);
            assertThat(story.count(Claim.COMMITTED)).isPositive();
            assertThat(story.count(Claim.ROLLED_BACK)).isPositive();
            if (backend == Backend.POSTGRESQL) {
                assertThat(story.count(Claim.UNKNOWN)).as("the server knows").isZero();
            }
        }
    }

    static Stream<Arguments> faults() {
        return Backend.all().flatMap(backend -> Stream.of(Fault.values()).map(fault -> Arguments.of(backend, fault)));
    }

    @ParameterizedTest
    @MethodSource("faults")
    @Tag("N2")
    @Tag("N25")
    @Tag("C9")
    void backendFailsAtTheNthCall(Backend backend, Fault fault) {
        try (Subject subject = backend.subject()) {
            Story story = new Story(subject);
            DatabaseUrl url = DatabaseUrl.parse(subject.url());
            boolean every = backend == Backend.SQLITE || backend == Backend.PGJDBC;
            int steps = untilNothingGoesWrong(every ? 1 : Scale.of(3, 1), n -> {
                FailingBackend failing = FailingBackend.of(fault, n);
                DatabaseBuilder builder = DatabaseBuilder.of(url, failing.backend(url));
                story.run(builder.build(), new Story.Steps() {});
                return failing.failed();
            });
            story.verify();
            assertThat(steps).isGreaterThan(8);
        }
    }

    @ParameterizedTest
    @MethodSource("io.databased.reliability.Backend#all")
    @Tag("N16")
    void nthFutureIsCancelled(Backend backend) {
        each(backend, n -> new Story.Steps() {
            private final AtomicInteger left = new AtomicInteger(n);

            @Override
            public void future(CompletableFuture<?> future) {
                if (left.decrementAndGet() == 0) {
                    future.cancel(true);
                }
            }

            @Override
            public boolean over() {
                return left.get() <= 0;
            }
        });
    }

    @ParameterizedTest
    @MethodSource("io.databased.reliability.Backend#all")
    @Tag("N24")
    void nthCallbackThrowsAnError(Backend backend) {
        each(backend, n -> new Story.Steps() {
            private final AtomicInteger left = new AtomicInteger(n);

            @Override
            public void callback() {
                if (left.decrementAndGet() == 0) {
                    throw new StackOverflowError("of callback " + n);
                }
            }

            @Override
            public boolean over() {
                return left.get() <= 0;
            }
        });
    }

    private interface Plan {
        Story.Steps at(int n);
    }

    private static void each(Backend backend, Plan plan) {
        try (Subject subject = backend.subject()) {
            Story story = new Story(subject);
            int steps = untilNothingGoesWrong(1, n -> {
                Story.Steps steps1 = plan.at(n);
                Database database = subject.builder(1).build();
                story.run(database, steps1);
                return steps1.over();
            });
            story.verify();
            assertThat(steps).isGreaterThan(6);
            assertThat(story.count(Claim.COMMITTED)).isPositive();
        }
    }

    /** The number of steps; of each {@code stride} one is tried. */
    private static int untilNothingGoesWrong(int stride, IntPredicate wentWrong) {
        int n = 1;
        while (wentWrong.test(n)) {
            n += stride;
            assertThat(n).isLessThan(MORE_THAN_THERE_ARE);
        }
        return n - 1;
    }
}
