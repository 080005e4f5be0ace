package io.databased.postgresql;

import io.databased.InvalidUrlException;
import java.util.Locale;

/** Which servers will do, as libpq's {@code target_session_attrs} names them. */
enum TargetSession {
    ANY,
    READ_WRITE,
    READ_ONLY,
    PRIMARY,
    STANDBY,
    PREFER_STANDBY;

    static TargetSession of(String value) {
        for (TargetSession target : values()) {
            if (target.option().equals(value)) {
                return target;
            }
        }
        throw new InvalidUrlException("illegal value for option target_session_attrs; it takes any, read-write,"
                + " read-only, primary, standby or prefer-standby");
    }

    String option() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    boolean accepts(boolean inRecovery, boolean readOnly) {
        return switch (this) {
            case ANY -> true;
            case READ_WRITE -> !readOnly;
            case READ_ONLY -> readOnly;
            case PRIMARY -> !inRecovery;
            case STANDBY, PREFER_STANDBY -> inRecovery;
        };
    }
}
