package io.databased.reliability;

import io.databased.servers.FaultProxy.Impostor;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

/** How a server may lie, whatever its protocol is. */
final class Lie {
    private Lie() {}

    /** Bytes without a meaning, again and again. */
    static Impostor noise() {
        return (asked, client) -> {
            byte[] noise = new byte[1 << 12];
            new Random(asked.length).nextBytes(noise);
            forEver(client, noise);
        };
    }

    static void forEver(OutputStream client, byte[] bytes) throws IOException {
        Bytes many = new Bytes();
        for (int size = 0; size < 1 << 14; size += bytes.length) {
            many.bytes(bytes);
        }
        byte[] all = many.toArray();
        while (true) {
            client.write(all);
        }
    }

    /** Letters, without having them all at once. */
    static void bitByBit(OutputStream client, int count) throws IOException {
        byte[] some = new byte[1 << 16];
        Arrays.fill(some, (byte) 'x');
        for (int left = count; left > 0; left -= some.length) {
            client.write(some, 0, Math.min(left, some.length));
        }
    }

    /** Nothing else is said. */
    static void say(OutputStream client, byte[] bytes) throws IOException, InterruptedException {
        client.write(bytes);
        fallSilent();
    }

    /** Until the proxy closes the connection. */
    static void fallSilent() throws InterruptedException {
        new CountDownLatch(1).await();
    }
}
