package io.databased.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class AuditTest {
    private static final Duration HASTE = Duration.ofMillis(20);

    @Test
    void findsASocketUntilItIsClosed() throws IOException {
        Audit audit = Audit.begin();
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(socket.isClosed()).isFalse();
            assertThatThrownBy(() -> audit.end(HASTE))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("sockets");
        }
        audit.end();
    }

    @Test
    void findsAThreadUntilItEnds() {
        Audit audit = Audit.begin();
        CountDownLatch enough = new CountDownLatch(1);
        Thread thread = new Thread(() -> await(enough), "databased-loop-of-a-test");
        thread.setDaemon(true);
        thread.start();

        assertThatThrownBy(() -> audit.end(HASTE)).hasMessageContaining("databased-loop-of-a-test");
        enough.countDown();
        audit.end();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
