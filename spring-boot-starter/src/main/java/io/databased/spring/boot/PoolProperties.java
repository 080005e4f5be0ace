package io.databased.spring.boot;

import io.databased.PoolOptions;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@code databased.pool.*}: what is not set stays as the URL says, or at the default of {@link PoolOptions}. */
public class PoolProperties {
    /** Connections that are kept open. Default 0. */
    private @Nullable Integer minSize;
    /** Connections at most. Default 8, or what suits the database. */
    private @Nullable Integer maxSize;
    /** Callers that may wait for a connection. Default 10000. */
    private @Nullable Integer maxWaiting;
    /** Statements outside sessions that may be under way on one connection. Default 256. */
    private @Nullable Integer maxPipelined;
    /** How long a caller waits for a connection. Default 30s. */
    private @Nullable Duration acquireTimeout;
    /** How long opening a connection may take. Default 5s. */
    private @Nullable Duration loginTimeout;
    /** A connection that was idle for longer is checked before use. Default 1s. */
    private @Nullable Duration validateAfterIdle;
    /** How long that check may take. Default 1s. */
    private @Nullable Duration validationTimeout;
    /** A connection that was idle for longer is closed, down to the minimum size. Default 10m. */
    private @Nullable Duration idleTimeout;
    /** A connection that is older is closed once it is not in use. Default 30m. */
    private @Nullable Duration maxLifetime;
    /** The part of the maximum lifetime by which a connection may go early, from 0.1 to 0.9. Default 0.1. */
    private @Nullable Double lifetimeJitter;
    /** How long closing a connection may take. Default 5s. */
    private @Nullable Duration closeTimeout;
    /** How long sessions may go on when the application stops. Default 10s. */
    private @Nullable Duration disconnectGrace;
    /** A session that holds its connection for longer is reported in the log. Off by default. */
    private @Nullable Duration leakThreshold;

    public @Nullable Integer getMinSize() {
        return minSize;
    }

    public void setMinSize(@Nullable Integer minSize) {
        this.minSize = minSize;
    }

    public @Nullable Integer getMaxSize() {
        return maxSize;
    }

    public void setMaxSize(@Nullable Integer maxSize) {
        this.maxSize = maxSize;
    }

    public @Nullable Integer getMaxWaiting() {
        return maxWaiting;
    }

    public void setMaxWaiting(@Nullable Integer maxWaiting) {
        this.maxWaiting = maxWaiting;
    }

    public @Nullable Integer getMaxPipelined() {
        return maxPipelined;
    }

    public void setMaxPipelined(@Nullable Integer maxPipelined) {
        this.maxPipelined = maxPipelined;
    }

    public @Nullable Duration getAcquireTimeout() {
        return acquireTimeout;
    }

    public void setAcquireTimeout(@Nullable Duration acquireTimeout) {
        this.acquireTimeout = acquireTimeout;
    }

    public @Nullable Duration getLoginTimeout() {
        return loginTimeout;
    }

    public void setLoginTimeout(@Nullable Duration loginTimeout) {
        this.loginTimeout = loginTimeout;
    }

    public @Nullable Duration getValidateAfterIdle() {
        return validateAfterIdle;
    }

    public void setValidateAfterIdle(@Nullable Duration validateAfterIdle) {
        this.validateAfterIdle = validateAfterIdle;
    }

    public @Nullable Duration getValidationTimeout() {
        return validationTimeout;
    }

    public void setValidationTimeout(@Nullable Duration validationTimeout) {
        this.validationTimeout = validationTimeout;
    }

    public @Nullable Duration getIdleTimeout() {
        return idleTimeout;
    }

    public void setIdleTimeout(@Nullable Duration idleTimeout) {
        this.idleTimeout = idleTimeout;
    }

    public @Nullable Duration getMaxLifetime() {
        return maxLifetime;
    }

    public void setMaxLifetime(@Nullable Duration maxLifetime) {
        this.maxLifetime = maxLifetime;
    }

    public @Nullable Double getLifetimeJitter() {
        return lifetimeJitter;
    }

    public void setLifetimeJitter(@Nullable Double lifetimeJitter) {
        this.lifetimeJitter = lifetimeJitter;
    }

    public @Nullable Duration getCloseTimeout() {
        return closeTimeout;
    }

    public void setCloseTimeout(@Nullable Duration closeTimeout) {
        this.closeTimeout = closeTimeout;
    }

    public @Nullable Duration getDisconnectGrace() {
        return disconnectGrace;
    }

    public void setDisconnectGrace(@Nullable Duration disconnectGrace) {
        this.disconnectGrace = disconnectGrace;
    }

    public @Nullable Duration getLeakThreshold() {
        return leakThreshold;
    }

    public void setLeakThreshold(@Nullable Duration leakThreshold) {
        this.leakThreshold = leakThreshold;
    }

    /** The settings over these ones. */
    PoolOptions over(PoolOptions options) {
        PoolOptions.Builder builder = options.toBuilder();
        apply(minSize, builder::minSize);
        apply(maxSize, builder::maxSize);
        apply(maxWaiting, builder::maxWaiting);
        apply(maxPipelined, builder::maxPipelined);
        apply(acquireTimeout, builder::acquireTimeout);
        apply(loginTimeout, builder::loginTimeout);
        apply(validateAfterIdle, builder::validateAfterIdle);
        apply(validationTimeout, builder::validationTimeout);
        apply(idleTimeout, builder::idleTimeout);
        apply(maxLifetime, builder::maxLifetime);
        apply(lifetimeJitter, builder::lifetimeJitter);
        apply(closeTimeout, builder::closeTimeout);
        apply(disconnectGrace, builder::disconnectGrace);
        apply(leakThreshold, builder::leakThreshold);
        return builder.build();
    }

    private static <T> void apply(@Nullable T value, Consumer<T> setter) {
        if (value != null) {
            setter.accept(value);
        }
    }
}
