package io.databased.postgresql;

import io.databased.DatabaseMessage;
import io.databased.DatabaseMessage.Part;
import io.databased.StatementException.Kind;
import io.databased.spi.product.PostgresMessages;
import io.vertx.pgclient.PgException;
import java.util.EnumMap;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the server said, and what of it may be shown. */
final class ServerText {
    private ServerText() {}

    /** All that the server said. */
    static DatabaseMessage all(PgException refused) {
        EnumMap<Part, String> parts = new EnumMap<>(Part.class);
        put(parts, Part.DETAIL, refused.getDetail());
        put(parts, Part.HINT, refused.getHint());
        put(parts, Part.POSITION, refused.getPosition());
        put(parts, Part.SCHEMA, refused.getSchema());
        put(parts, Part.TABLE, refused.getTable());
        put(parts, Part.COLUMN, refused.getColumn());
        put(parts, Part.DATA_TYPE, refused.getDataType());
        put(parts, Part.CONSTRAINT, refused.getConstraint());
        return DatabaseMessage.of(Objects.requireNonNullElse(refused.getErrorMessage(), ""), parts);
    }

    private static void put(EnumMap<Part, String> parts, Part part, @Nullable String value) {
        if (value != null) {
            parts.put(part, value);
        }
    }

    /**
     * The words for a message.
     *
     * @param ofStatement whether it is about the statement that failed, and so about the values of that alone
     */
    static String shown(PgException refused, Kind kind, boolean ofStatement) {
        String state = ErrorReports.state(refused);
        String routine = refused.getRoutine();
        boolean ofAnother = !ofStatement && PostgresMessages.isRaised(state, routine);
        return refused.getErrorMessage() == null || ofAnother
                ? PostgresMessages.words(state, kind)
                : PostgresMessages.shown(state, kind, all(refused), routine);
    }
}
