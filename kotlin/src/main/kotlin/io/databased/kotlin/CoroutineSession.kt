package io.databased.kotlin

import io.databased.Session
import io.databased.SessionOptions
import io.databased.SessionStatus
import kotlinx.coroutines.future.await

/** This session for coroutines; a view of it, as [Session.blocking] is one. */
public fun Session.coroutines(): CoroutineSession = CoroutineSession(this)

/** A [Session] with suspending functions in place of futures. */
public class CoroutineSession internal constructor(private val session: Session) : CoroutineQueryable(session) {
    /** As [Session.name]. */
    public val name: String get() = session.name()

    /** As [Session.status]. */
    public val status: SessionStatus get() = session.status()

    /**
     * Runs the work in a child session: commits it when the work returns, cancels it when the work throws or the coroutine is
     * cancelled; this session goes on.
     *
     * @return the work's value, once the child is committed
     */
    public suspend fun <T> transaction(
        options: SessionOptions = SessionOptions.defaults(),
        work: suspend (CoroutineSession) -> T,
    ): T {
        val worker = Worker.of(work)
        return worker.await(session.transaction(options, worker))
    }

    /** As [Session.afterCommit]. */
    public fun afterCommit(hook: () -> Unit) {
        session.afterCommit(hook)
    }

    /** As [Session.afterRollback]. */
    public fun afterRollback(hook: () -> Unit) {
        session.afterRollback(hook)
    }

    /** As [Session.unwrap]. */
    public suspend fun <C : Any> unwrap(type: Class<C>): C = session.unwrap(type).await()

    /** The session that this is a view of. */
    public fun async(): Session = session
}
