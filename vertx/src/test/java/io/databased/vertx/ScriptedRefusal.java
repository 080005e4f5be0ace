package io.databased.vertx;

import io.databased.StatementException.Kind;
import org.jspecify.annotations.Nullable;

/** What a scripted server says no with. */
final class ScriptedRefusal extends Exception {
    private static final long serialVersionUID = 1L;

    final Kind kind;

    ScriptedRefusal(Kind kind, String why) {
        super(why, null, false, false);
        this.kind = kind;
    }

    /** What the statement was prepared as is gone: it has done nothing. */
    static ScriptedRefusal gone() {
        return new ScriptedRefusal(Kind.OTHER, "gone");
    }

    static boolean isGone(@Nullable Throwable failure) {
        return failure instanceof ScriptedRefusal && "gone".equals(failure.getMessage());
    }
}
