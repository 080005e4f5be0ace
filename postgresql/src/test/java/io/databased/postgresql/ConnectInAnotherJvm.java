package io.databased.postgresql;

import io.databased.Database;
import io.databased.Row;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Connects two databases and says where callbacks run, in a JVM with a class path of its own. */
final class ConnectInAnotherJvm {
    private ConnectInAnotherJvm() {}

    public static void main(String[] arguments) {
        try (Database one = Database.of(arguments[0]);
                Database other = Database.of(arguments[0])) {
            one.connect().join();
            other.connect().join();
            CompletableFuture<List<Row>> rows = other.session(session -> session.fetchAll("SELECT 1"));
            rows.join();
            System.out.println("connected");
            boolean ours = Thread.getAllStackTraces().keySet().stream()
                    .anyMatch(thread -> thread.getName().startsWith("databased-loop-"));
            System.out.println(ours ? "our event loops" : "plain event loops");
        }
    }
}
