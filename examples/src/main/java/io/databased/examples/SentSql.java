package io.databased.examples;

import io.databased.DatabaseListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Keeps what is sent, in order. A listener is told by a thread of its own, a moment later than whoever waits. */
final class SentSql implements DatabaseListener {
    private static final long PATIENCE_SECONDS = 10;

    private final BlockingQueue<Exchange> exchanges = new LinkedBlockingQueue<>();

    @Override
    public void exchanged(Exchange exchange) {
        exchanges.add(exchange);
    }

    /** What the next session sent: a line for each flight, up to the one that ends the session. */
    List<String> nextSession() throws InterruptedException {
        List<String> flights = new ArrayList<>();
        List<String> flight;
        do {
            Exchange exchange = exchanges.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (exchange == null) {
                throw new IllegalStateException("the session did not end; it sent " + flights);
            }
            flight = exchange.sql();
            flights.add(String.join("; ", flight));
        } while (!endsSession(flight.get(flight.size() - 1)));
        return flights;
    }

    private static boolean endsSession(String lastOfFlight) {
        return lastOfFlight.equals("COMMIT") || lastOfFlight.startsWith("RELEASE");
    }
}
