package io.databased.servers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What a {@link FaultProxy} has seen of its clients since the last {@link #reset()}. Safe for use by several threads. */
public final class Traffic {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Integer> messages = new LinkedHashMap<>(); // all guarded by lock
    private final List<String> texts = new ArrayList<>();
    private int connections;
    private int roundTrips;

    Traffic() {}

    /** Forgets everything. */
    public void reset() {
        lock.lock();
        try {
            messages.clear();
            texts.clear();
            connections = 0;
            roundTrips = 0;
        } finally {
            lock.unlock();
        }
    }

    /** How many connections were accepted. */
    public int connections() {
        lock.lock();
        try {
            return connections;
        } finally {
            lock.unlock();
        }
    }

    /**
     * How often a client spoke after it had been answered, its first word on a connection included and its goodbye not. A client that
     * does not wait for its answers is counted right only if they take longer than its next words: set a latency.
     */
    public int roundTrips() {
        lock.lock();
        try {
            return roundTrips;
        } finally {
            lock.unlock();
        }
    }

    /** How many messages the clients have sent. */
    public int messages() {
        lock.lock();
        try {
            return messages.values().stream().mapToInt(Integer::intValue).sum();
        } finally {
            lock.unlock();
        }
    }

    /**
     * How many messages of a type the clients have sent. PostgreSQL: the letter, such as {@code Q}, {@code P}, {@code B}, {@code E},
     * {@code S} or {@code X}; also {@code startup}, {@code encrypt}, {@code cancel}. MySQL: {@code QUERY}, {@code PREPARE},
     * {@code EXECUTE}, {@code CLOSE}, {@code PING}, {@code QUIT} and so on. What is encrypted is {@code opaque}.
     */
    public int messages(String type) {
        lock.lock();
        try {
            return messages.getOrDefault(type, 0);
        } finally {
            lock.unlock();
        }
    }

    /** All SQL that the clients have sent, in order. */
    public List<String> texts() {
        lock.lock();
        try {
            return List.copyOf(texts);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until a client has sent SQL that contains the token. */
    public void awaitText(String token) throws InterruptedException {
        long left = DEADLINE.toNanos();
        lock.lock();
        try {
            while (texts.stream().noneMatch(text -> text.contains(token))) {
                left = changed.awaitNanos(left);
                if (left <= 0) {
                    throw new AssertionError("Nobody has sent " + token + " within " + DEADLINE + ", but " + texts);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    void connected() {
        lock.lock();
        try {
            connections++;
        } finally {
            lock.unlock();
        }
    }

    void sent(Framing.Message message, boolean afterAnswer) {
        boolean goodbye = message.type().equals("X") || message.type().equals("QUIT");
        lock.lock();
        try {
            messages.merge(message.type(), 1, Integer::sum);
            roundTrips += afterAnswer && !goodbye ? 1 : 0;
            if (message.text() != null) {
                texts.add(message.text());
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
