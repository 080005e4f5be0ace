package io.databased.examples;

import io.databased.DatabaseObserver;
import java.util.ArrayList;
import java.util.List;

/** Keeps what is sent, in order. */
final class SentSql implements DatabaseObserver {
    private final List<String> flights = new ArrayList<>();

    private final class Notes implements Observation {
        @Override
        public void sent(Flight flight) {
            note(String.join("; ", flight.sql()));
        }
    }

    @Override
    public Observation statement(StatementInfo statement) {
        return new Notes();
    }

    @Override
    public Observation session(SessionInfo session) {
        return new Notes();
    }

    private synchronized void note(String flight) {
        flights.add(flight);
    }

    /** What the first session sent: a line for each flight, up to the one that ends the session. */
    synchronized List<String> firstSession() {
        List<String> sent = new ArrayList<>();
        for (String flight : flights) {
            sent.add(flight);
            if (flight.equals("COMMIT") || flight.startsWith("RELEASE")) {
                return sent;
            }
        }
        throw new IllegalStateException("the session did not end; it sent " + sent);
    }
}
