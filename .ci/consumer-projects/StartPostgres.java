import io.databased.servers.PostgresServer;

/** A server that asks {@code ann} for a password. Prints her URL, and stops at the end of its input. */
final class StartPostgres {
    public static void main(String[] arguments) throws Exception {
        try (PostgresServer server =
                PostgresServer.builder().allow("host all ann all scram-sha-256").start()) {
            server.execute("CREATE ROLE ann LOGIN PASSWORD 'secret'", "CREATE DATABASE movies OWNER ann");
            System.out.println("postgresql://ann:secret@127.0.0.1:" + server.port() + "/movies");
            System.in.readAllBytes();
        }
    }
}
