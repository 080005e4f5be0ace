package io.databased;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a connection pool. Immutable; made by a {@link Builder}, which refuses values that make no sense,
 * alone or together.
 *
 * <pre>{@code
 * PoolOptions options = PoolOptions.builder().maxSize(16).acquireTimeout(Duration.ofSeconds(5)).build();
 * }</pre>
 */
public final class PoolOptions {
    /** How many connections a pool keeps, unless told: it opens them as they are needed. */
    public static final int DEFAULT_MIN_SIZE = 0;
    /** How many connections a pool may have, unless told by the user or limited by the database. */
    public static final int DEFAULT_MAX_SIZE = 8;
    /** How many callers may wait for a connection. */
    public static final int DEFAULT_MAX_WAITING = 10_000;
    /** How many one-shot statements may be under way on one connection. */
    public static final int DEFAULT_MAX_PIPELINED = 256;
    /** How long a caller waits for a connection. */
    public static final Duration DEFAULT_ACQUIRE_TIMEOUT = Duration.ofSeconds(30);
    /** How long opening a connection may take, logging in included. */
    public static final Duration DEFAULT_LOGIN_TIMEOUT = Duration.ofSeconds(5);
    /** A connection that was idle for longer is checked before use. */
    public static final Duration DEFAULT_VALIDATE_AFTER_IDLE = Duration.ofSeconds(1);
    /** How long that check may take. */
    public static final Duration DEFAULT_VALIDATION_TIMEOUT = Duration.ofSeconds(1);
    /** A connection that was idle for longer is closed, down to the minimum size. */
    public static final Duration DEFAULT_IDLE_TIMEOUT = Duration.ofMinutes(10);
    /** A connection that is older is closed once it is not in use. */
    public static final Duration DEFAULT_MAX_LIFETIME = Duration.ofMinutes(30);
    /** The part of the maximum lifetime by which connections are randomly retired early, so that not all go at once. */
    public static final double DEFAULT_LIFETIME_JITTER = 0.1;
    /** How long closing a connection may take before it is abandoned; an answer to a signal to stop is waited for no longer, either. */
    public static final Duration DEFAULT_CLOSE_TIMEOUT = Duration.ofSeconds(5);
    /** How long {@link Database#disconnect()} lets sessions finish. */
    public static final Duration DEFAULT_DISCONNECT_GRACE = Duration.ofSeconds(10);

    private static final int MOST_CONNECTIONS = 10_000; // in a URL
    private static final PoolOptions DEFAULTS = builder().build();

    private final Builder settings;

    private PoolOptions(Builder settings) {
        this.settings = settings;
    }

    /** All defaults. */
    public static PoolOptions defaults() {
        return DEFAULTS;
    }

    /**
     * The settings that a URL has, by the names {@code min_size}, {@code max_size}, {@code max_waiting}, {@code acquire_timeout},
     * {@code idle_timeout} and {@code max_lifetime}; defaults for the others.
     *
     * @throws InvalidUrlException if one of them is malformed or out of its range, or they do not fit together
     */
    public static PoolOptions of(DatabaseUrl url) {
        if (url.options().isEmpty()) {
            return DEFAULTS;
        }
        Builder pool = builder();
        url.intOption("max_size", 1, MOST_CONNECTIONS).ifPresent(pool::maxSize);
        url.intOption("min_size", 0, MOST_CONNECTIONS).ifPresent(pool::minSize);
        url.intOption("max_waiting", 0, Integer.MAX_VALUE).ifPresent(pool::maxWaiting);
        url.durationOption("acquire_timeout").ifPresent(pool::acquireTimeout);
        url.durationOption("idle_timeout").ifPresent(pool::idleTimeout);
        url.durationOption("max_lifetime").ifPresent(pool::maxLifetime);
        try {
            return pool.build();
        } catch (IllegalArgumentException contradiction) {
            throw new InvalidUrlException(
                    "The pool's options in the URL do not fit together: " + contradiction.getMessage());
        }
    }

    /** A builder that starts at the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts at these settings. */
    public Builder toBuilder() {
        return settings.copy();
    }

    /** Connections kept open, in the background. 0 unless set. */
    public int minSize() {
        return settings.minSize;
    }

    /**
     * Empty if the user did not say: then it is what suits the database, {@link #DEFAULT_MAX_SIZE} as a rule, or the minimum size
     * if that is more.
     */
    public OptionalInt maxSize() {
        return settings.maxSize == null ? OptionalInt.empty() : OptionalInt.of(settings.maxSize);
    }

    /** Callers that may wait for a connection; one more is refused at once. */
    public int maxWaiting() {
        return settings.maxWaiting;
    }

    /** One-shot statements handed to one connection at once, where they are pipelined or queue. */
    public int maxPipelined() {
        return settings.maxPipelined;
    }

    /** How long a caller waits for a connection. */
    public Duration acquireTimeout() {
        return settings.acquireTimeout;
    }

    /** How long opening a connection may take. */
    public Duration loginTimeout() {
        return settings.loginTimeout;
    }

    /** How long a connection may be idle and be used without a check; zero checks each time. */
    public Duration validateAfterIdle() {
        return settings.validateAfterIdle;
    }

    /** How long that check may take; the connection is given up after it. */
    public Duration validationTimeout() {
        return settings.validationTimeout;
    }

    /** How long a connection beyond the minimum size may be idle before it is closed. */
    public Duration idleTimeout() {
        return settings.idleTimeout;
    }

    /** How old a connection may grow; it is never closed while in use. */
    public Duration maxLifetime() {
        return settings.maxLifetime;
    }

    /** The part of the lifetime by which a connection may go early, so that they do not go together. */
    public double lifetimeJitter() {
        return settings.lifetimeJitter;
    }

    /** How long undoing, resetting and closing may go unanswered before the connection is abandoned. */
    public Duration closeTimeout() {
        return settings.closeTimeout;
    }

    /** How long disconnecting lets sessions finish; zero cancels them at once. */
    public Duration disconnectGrace() {
        return settings.disconnectGrace;
    }

    /** Empty, the default, if nobody is warned of long-held connections. */
    public Optional<Duration> leakThreshold() {
        return Optional.ofNullable(settings.leakThreshold);
    }

    /** Collects settings; each method refuses a value out of its range at once. Not thread-safe. */
    public static final class Builder {
        private int minSize = DEFAULT_MIN_SIZE;
        private @Nullable Integer maxSize;
        private int maxWaiting = DEFAULT_MAX_WAITING;
        private int maxPipelined = DEFAULT_MAX_PIPELINED;
        private Duration acquireTimeout = DEFAULT_ACQUIRE_TIMEOUT;
        private Duration loginTimeout = DEFAULT_LOGIN_TIMEOUT;
        private Duration validateAfterIdle = DEFAULT_VALIDATE_AFTER_IDLE;
        private Duration validationTimeout = DEFAULT_VALIDATION_TIMEOUT;
        private Duration idleTimeout = DEFAULT_IDLE_TIMEOUT;
        private Duration maxLifetime = DEFAULT_MAX_LIFETIME;
        private double lifetimeJitter = DEFAULT_LIFETIME_JITTER;
        private Duration closeTimeout = DEFAULT_CLOSE_TIMEOUT;
        private Duration disconnectGrace = DEFAULT_DISCONNECT_GRACE;
        private @Nullable Duration leakThreshold;

        private Builder() {}

        /** Connections kept open, in the background; 0 or more, at most the maximum size. */
        public Builder minSize(int connections) {
            minSize = atLeast(0, connections, "minSize");
            return this;
        }

        /** Connections at most, those being created included; 1 or more. */
        public Builder maxSize(int connections) {
            maxSize = atLeast(1, connections, "maxSize");
            return this;
        }

        /** Callers that may wait for a connection; one more is refused at once. 0 or more. */
        public Builder maxWaiting(int callers) {
            maxWaiting = atLeast(0, callers, "maxWaiting");
            return this;
        }

        /** One-shot statements handed to one connection at once, where they are pipelined or queue; 1 or more. */
        public Builder maxPipelined(int statements) {
            maxPipelined = atLeast(1, statements, "maxPipelined");
            return this;
        }

        /** How long a caller waits for a connection. */
        public Builder acquireTimeout(Duration timeout) {
            acquireTimeout = DurationRange.positive(timeout, "acquireTimeout");
            return this;
        }

        /** How long opening a connection may take. */
        public Builder loginTimeout(Duration timeout) {
            loginTimeout = DurationRange.positive(timeout, "loginTimeout");
            return this;
        }

        /** How long a connection may be idle and be used without a check; zero checks each time. */
        public Builder validateAfterIdle(Duration idle) {
            validateAfterIdle = DurationRange.notNegative(idle, "validateAfterIdle");
            return this;
        }

        /** How long that check may take; the connection is given up after it. */
        public Builder validationTimeout(Duration timeout) {
            validationTimeout = DurationRange.positive(timeout, "validationTimeout");
            return this;
        }

        /** How long a connection beyond the minimum size may be idle before it is closed. */
        public Builder idleTimeout(Duration timeout) {
            idleTimeout = DurationRange.positive(timeout, "idleTimeout");
            return this;
        }

        /** How old a connection may grow; it is never closed while in use. */
        public Builder maxLifetime(Duration lifetime) {
            maxLifetime = DurationRange.positive(lifetime, "maxLifetime");
            return this;
        }

        /** The part of the lifetime by which a connection may go early; between 0.1 and 0.9. */
        public Builder lifetimeJitter(double part) {
            if (!(part >= 0.1 && part <= 0.9)) {
                throw new IllegalArgumentException("lifetimeJitter must be between 0.1 and 0.9, was " + part
                        + "; without it connections opened together expire together");
            }
            lifetimeJitter = part;
            return this;
        }

        /**
         * How long undoing, resetting and closing may go unanswered before the connection is abandoned; and the answer to a signal
         * that stops a statement, but that for 3 s at most.
         */
        public Builder closeTimeout(Duration timeout) {
            closeTimeout = DurationRange.positive(timeout, "closeTimeout");
            return this;
        }

        /** How long disconnecting lets sessions finish; zero cancels them at once. */
        public Builder disconnectGrace(Duration grace) {
            disconnectGrace = DurationRange.notNegative(grace, "disconnectGrace");
            return this;
        }

        /** After how long a session that still holds its connection is reported. */
        public Builder leakThreshold(Duration threshold) {
            leakThreshold = DurationRange.positive(threshold, "leakThreshold");
            return this;
        }

        /**
         * The settings.
         *
         * @throws IllegalArgumentException if they contradict each other
         */
        public PoolOptions build() {
            if (maxSize != null && minSize > maxSize) {
                throw new IllegalArgumentException(
                        "minSize " + minSize + " is above maxSize " + maxSize + "; raise maxSize or lower minSize");
            }
            return new PoolOptions(copy());
        }

        private Builder copy() {
            Builder copy = new Builder();
            copy.minSize = minSize;
            copy.maxSize = maxSize;
            copy.maxWaiting = maxWaiting;
            copy.maxPipelined = maxPipelined;
            copy.acquireTimeout = acquireTimeout;
            copy.loginTimeout = loginTimeout;
            copy.validateAfterIdle = validateAfterIdle;
            copy.validationTimeout = validationTimeout;
            copy.idleTimeout = idleTimeout;
            copy.maxLifetime = maxLifetime;
            copy.lifetimeJitter = lifetimeJitter;
            copy.closeTimeout = closeTimeout;
            copy.disconnectGrace = disconnectGrace;
            copy.leakThreshold = leakThreshold;
            return copy;
        }

        private static int atLeast(int least, int value, String name) {
            if (value < least) {
                throw new IllegalArgumentException(name + " must be " + least + " or more, was " + value);
            }
            return value;
        }
    }
}
