package vn.soviec.demo.state

import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancel
import vn.soviec.SoViecException

/** What went wrong, as it is shown: a sentence for the officer, a code for the log. */
data class Trouble(val sentence: String, val code: String) {
    constructor(failure: SoViecException) : this(failure.sentence, failure.code)
}

/**
 * The state of one screen, as plain Kotlin: it knows no Android, outlives a rotation, and ends
 * when its screen is closed for good.
 */
abstract class Holder(dispatcher: CoroutineDispatcher) : AutoCloseable {
    protected val scope = CoroutineScope(SupervisorJob() + dispatcher)

    override fun close() = scope.cancel()
}
