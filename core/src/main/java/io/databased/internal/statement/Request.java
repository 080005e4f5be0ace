package io.databased.internal.statement;

import io.databased.internal.context.Observed;
import io.databased.internal.context.Prepared;
import io.databased.spi.Reply;

/**
 * A statement that a user asked for.
 *
 * @param outcome who waits for it
 * @param observed by others, too
 * @param whole whether its end is the end of what is observed; not if it is a part of a script
 */
public record Request(Prepared prepared, Outcome outcome, Observed observed, boolean whole) {
    /** Those who observe it hear of the end before the one who waits, who may look at what they have noted. */
    public void reply(Reply reply) {
        if (whole) {
            observed.answered(Math.max(reply.affectedRows(), reply.rows().size()));
        }
        outcome.reply(reply);
    }

    public void failure(Throwable why) {
        givenUp(why);
        outcome.failure(why);
    }

    /** The one who waited has left. */
    public void givenUp(Throwable why) {
        if (whole) {
            observed.failed(why);
        }
    }
}
