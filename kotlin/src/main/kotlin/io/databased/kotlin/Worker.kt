package io.databased.kotlin

import io.databased.Session
import java.util.concurrent.CompletableFuture
import java.util.concurrent.CompletionStage
import java.util.function.Function
import kotlin.coroutines.CoroutineContext
import kotlinx.coroutines.CompletableJob
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.future.await
import kotlinx.coroutines.future.future
import kotlinx.coroutines.withContext

/**
 * The work of a session as a coroutine for each run. Its failure is told by the session, once that is rolled back; so it must not
 * cancel the caller, as that of a child would.
 */
internal class Worker<T> private constructor(
    private val work: suspend (CoroutineSession) -> T,
    private val job: CompletableJob,
    private val context: CoroutineContext,
) : Function<Session, CompletionStage<T>> {
    @Volatile
    private var newest: Session? = null

    override fun apply(session: Session): CompletionStage<T> {
        newest = session
        return CoroutineScope(context + job).future { work(CoroutineSession(session)) }
    }

    /** The value of the session. When this ends, no run of the work goes on, and the session has ended, too. */
    suspend fun await(session: CompletableFuture<T>): T =
        try {
            session.await()
        } finally {
            withContext(NonCancellable) {
                job.cancelAndJoin()
                newest?.cancel()?.await() // at once, unless this coroutine was cancelled and the rollback is under way
            }
        }

    companion object {
        suspend fun <T> of(work: suspend (CoroutineSession) -> T): Worker<T> {
            val context = currentCoroutineContext()
            return Worker(work, SupervisorJob(context[Job]), context)
        }
    }
}
