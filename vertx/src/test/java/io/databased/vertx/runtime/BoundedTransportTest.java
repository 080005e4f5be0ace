package io.databased.vertx.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
final class BoundedTransportTest {
    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "bounded-transport-test");
        thread.setDaemon(true);
        return thread;
    }

    /** A loop that is told to end between its last look and its last task does not look again. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void socketOfTheLastTaskIsClosedWithItsEventLoop(boolean callsBack) throws Exception {
        BoundedTransport transport = new BoundedTransport(null, callsBack);
        EventLoopGroup loops =
                transport.eventLoopGroup(BoundedTransport.IO_EVENT_LOOP_GROUP, 1, BoundedTransportTest::daemon, 50);
        CompletableFuture<Channel> made = new CompletableFuture<>();

        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            loops.next().execute(() -> {
                Channel channel = transport.channelFactory(false).newChannel();
                loops.register(channel);
                channel.connect(silent.getLocalSocketAddress());
                loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
                made.complete(channel);
            });

            assertThat(loops.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
            assertThat(made.get().isOpen()).isFalse();
        }
    }
}
