package io.databased.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** A TCP port of 127.0.0.1 that nobody listened on a moment ago. */
final class LoopbackPort {
    private LoopbackPort() {}

    static int free() throws IOException {
        try (ServerSocket socket = open()) {
            return socket.getLocalPort();
        }
    }

    /** Several that differ. */
    static List<Integer> free(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            while (sockets.size() < count) {
                sockets.add(open());
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }

    private static ServerSocket open() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }
}
