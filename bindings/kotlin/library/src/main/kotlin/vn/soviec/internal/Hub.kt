package vn.soviec.internal

import java.util.concurrent.CopyOnWriteArraySet
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import vn.soviec.Changes

/**
 * Hands every change to every collector. The core's thread only puts it down: a slow collector
 * finds all that happened meanwhile as one batch. Until somebody collects the core is not asked
 * to tell, for every telling costs a way into the virtual machine.
 */
internal class Hub(observe: (listener: (Changes) -> Unit) -> AutoCloseable) {
    private val boxes = CopyOnWriteArraySet<Box>()
    private val told = lazy { observe(::tell) }

    @Volatile
    var ended: Boolean = false
        private set

    private fun tell(changes: Changes) = boxes.forEach { it.put(changes) }

    /** Completes every stream, those that are collected later too. */
    fun end() {
        ended = true
        boxes.forEach(Box::end)
        if (told.isInitialized()) told.value.close()
    }

    /** The changes from the moment of collecting on, after [first] if there is one. */
    fun stream(first: Changes? = null): Flow<Changes> = flow {
        val box = Box()
        first?.let(box::put)
        boxes += box
        if (ended) box.end() else told.value
        try {
            while (true) emit(box.take() ?: break)
        } finally {
            boxes -= box
        }
    }
}

private class Box {
    private var pending: Changes? = null
    private val signal = Channel<Unit>(Channel.CONFLATED)

    fun put(changes: Changes) {
        synchronized(this) { pending = pending?.plus(changes) ?: changes }
        signal.trySend(Unit)
    }

    fun end() {
        signal.close()
    }

    /** All that was put down since the last call; waits for the first of it. Null at the end. */
    suspend fun take(): Changes? {
        while (true) {
            val open = signal.receiveCatching().isSuccess
            val taken = synchronized(this) { pending.also { pending = null } }
            if (taken != null || !open) return taken
        }
    }
}
