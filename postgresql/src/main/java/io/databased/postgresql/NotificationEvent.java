package io.databased.postgresql;

/** What a subscriber of {@link PostgresNotifications} is told. */
public sealed interface NotificationEvent {
    /** The channel that the subscriber listens to. */
    String channel();

    /**
     * A message that a transaction sent by {@code NOTIFY} or {@code pg_notify}, and committed.
     *
     * @param payload its text; empty if there was none
     * @param processId of the server process whose session sent it
     */
    record Notification(String channel, String payload, int processId) implements NotificationEvent {}

    /** Messages may be missing here: look at the data itself, as after a start. */
    record Gap(String channel, Cause cause) implements NotificationEvent {
        /** Why messages may be missing. */
        public enum Cause {
            /** The connection was lost; another one listens now. */
            RECONNECTED,
            /** The subscriber fell behind by more than its buffer holds. */
            OVERFLOW
        }
    }
}
