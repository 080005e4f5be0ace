package io.databased.kotlin

import java.util.concurrent.Flow.Publisher
import java.util.concurrent.Flow.Subscriber
import java.util.concurrent.Flow.Subscription
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow

/** How many rows are on their way to a collector; asked for again when half of them are taken. */
private const val WINDOW = 64

/** The rows of the publisher that each collection makes. */
internal fun <T : Any> flowOf(publisher: () -> Publisher<T>): Flow<T> = flow {
    val rows = Rows<T>()
    publisher().subscribe(rows)
    try {
        var taken = 0
        for (row in rows.channel) {
            emit(row)
            taken++
            if (taken == WINDOW / 2) {
                rows.request(taken)
                taken = 0
            }
        }
    } finally {
        rows.cancel()
    }
}

private class Rows<T : Any> : Subscriber<T> {
    /** Has room for all that was asked for. */
    val channel = Channel<T>(WINDOW)
    private var subscription: Subscription? = null
    private var cancelled = false

    override fun onSubscribe(subscription: Subscription) {
        val late = synchronized(this) {
            this.subscription = subscription
            cancelled
        }
        if (late) subscription.cancel() else subscription.request(WINDOW.toLong())
    }

    override fun onNext(row: T) {
        channel.trySend(row)
    }

    override fun onError(failure: Throwable) {
        channel.close(failure)
    }

    override fun onComplete() {
        channel.close()
    }

    fun request(more: Int) {
        synchronized(this) { subscription }?.request(more.toLong())
    }

    fun cancel() {
        synchronized(this) {
            cancelled = true
            subscription
        }?.cancel()
        channel.cancel()
    }
}
