package io.databased.vertx;

import io.databased.StatementException.Kind;

/** What a scripted server says no with. */
final class ScriptedRefusal extends Exception {
    private static final long serialVersionUID = 1L;

    final Kind kind;

    ScriptedRefusal(Kind kind, String why) {
        super(why, null, false, false);
        this.kind = kind;
    }
}
