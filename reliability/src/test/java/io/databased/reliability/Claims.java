package io.databased.reliability;

import io.databased.testkit.History;
import io.databased.testkit.History.Claim;

/**
 * The claims of a history, in force-rollback weaker: there a session that came in while another was open is inside it, and goes with it
 * if that one is cancelled, committed or not.
 */
record Claims(History history, boolean forced) {
    long begin() {
        return history.begin();
    }

    void claim(long unit, Claim claim) {
        history.claim(unit, forced && claim == Claim.COMMITTED ? Claim.UNKNOWN : claim);
    }
}
