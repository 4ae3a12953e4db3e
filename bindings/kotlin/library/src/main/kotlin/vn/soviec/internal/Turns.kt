package vn.soviec.internal

import java.util.concurrent.ConcurrentHashMap
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.async
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.withContext
import kotlin.coroutines.cancellation.CancellationException
import vn.soviec.Progress
import vn.soviec.SoViecException
import vn.soviec.SyncReport
import vn.soviec.SyncState

/** The calls that wait for the network: each can be cancelled, and tells how it stands. */
internal class Turns {
    val state = MutableStateFlow<SyncState>(SyncState.Idle(null))

    /** One thread works; another is there so that a second exchange is refused at once. */
    private val scope = CoroutineScope(SupervisorJob() + Dispatchers.IO.limitedParallelism(2))
    private val tokens: MutableSet<Core.Token> = ConcurrentHashMap.newKeySet()
    private var running = 0
    private var last: SyncReport? = null

    @Volatile
    private var ended = false

    /** Pulls the token of every call that is under way, and refuses those that come later. */
    fun end() {
        ended = true
        tokens.forEach(Core.Token::pull)
    }

    /**
     * Runs a blocking call. Cancelling the coroutine pulls the call's token, and this returns only
     * when the call has ended: what it had locked is free then.
     */
    suspend fun <T> run(call: (Core.Token) -> T): T {
        currentCoroutineContext().ensureActive()
        if (ended) closed()
        val token = Core.Token()
        tokens += token
        // Closing that came between pulled the others.
        if (ended) token.pull()
        val work = scope.async { call(token) }
        try {
            return work.await()
        } catch (e: CancellationException) {
            token.pull()
            withContext(NonCancellable) { work.join() }
            throw e
        } finally {
            tokens -= token
        }
    }

    suspend fun exchange(call: (Core.Token) -> SyncReport): SyncReport {
        began()
        var next: SyncState? = null
        try {
            return run(call).also { next = succeeded(it) }
        } catch (e: SoViecException) {
            // A second exchange that was refused says nothing about the first.
            if (e.code != "in_use") next = SyncState.Failed(e)
            throw e
        } finally {
            ended(next)
        }
    }

    /** Tells the state first: the app's callback may throw. */
    fun advanced(progress: Progress, onProgress: (Progress) -> Unit) {
        state.value = SyncState.Running(progress)
        onProgress(progress)
    }

    @Synchronized
    private fun began() {
        if (running++ == 0) state.value = SyncState.Running(null)
    }

    @Synchronized
    private fun succeeded(report: SyncReport): SyncState {
        last = report
        return SyncState.Idle(report)
    }

    @Synchronized
    private fun ended(next: SyncState?) {
        running--
        val settled = next ?: SyncState.Idle(last).takeIf { running == 0 }
        settled?.let { state.value = it }
    }
}
