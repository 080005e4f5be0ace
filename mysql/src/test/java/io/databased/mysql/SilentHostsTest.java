package io.databased.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.vertx.connect.SilentHosts;
import java.net.ConnectException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

final class SilentHostsTest {
    private static final List<String> HOSTS = List.of("a", "b", "c");

    private long now = Long.MAX_VALUE - 1; // about to overflow, as it may
    private final SilentHosts<String> silent = new SilentHosts<>(() -> now);

    @Test
    void hostWithoutAnswerIsTriedLastForTenSeconds() {
        silent.tried("a", new TimeoutException());

        assertThat(silent.last(HOSTS)).containsExactly("b", "c", "a");
        now += TimeUnit.SECONDS.toNanos(10) - 1;
        assertThat(silent.last(HOSTS)).containsExactly("b", "c", "a");
        now += 1;
        assertThat(silent.last(HOSTS)).containsExactly("a", "b", "c");
    }

    @Test
    void allAreTriedInOrderIfNoneAnswers() {
        HOSTS.forEach(host -> silent.tried(host, new TimeoutException()));

        assertThat(silent.last(HOSTS)).containsExactly("a", "b", "c");
    }

    @Test
    void hostThatAnswersIsNotSilent() {
        silent.tried("a", new TimeoutException());
        silent.tried("a", new ConnectException());
        silent.tried("b", new TimeoutException());
        silent.tried("b", null);

        assertThat(silent.last(HOSTS)).containsExactly("a", "b", "c");
    }
}
