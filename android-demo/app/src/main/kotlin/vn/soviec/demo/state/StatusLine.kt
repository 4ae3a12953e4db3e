package vn.soviec.demo.state

import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.conflate
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.mapNotNull
import kotlinx.coroutines.flow.merge
import vn.soviec.Health
import vn.soviec.SoViecException
import vn.soviec.SyncState
import vn.soviec.demo.core.Core
import java.time.Clock
import java.time.Duration
import java.time.Instant

/** The one line that says whether the work is safe and has arrived, true at [now]. */
data class StatusLine(
    val sent: Long,
    val waiting: Long,
    val lastContact: Instant?,
    val now: Instant,
    val running: Boolean,
) {
    val age: Duration? get() = lastContact?.let { Duration.between(it, now).coerceAtLeast(Duration.ZERO) }
}

/**
 * The line now, after every change, after every exchange, and every minute for its age. Where the
 * library cannot count, because the book is just being closed, the line stays as it was.
 */
fun statusLines(core: Core, clock: Clock): Flow<StatusLine> =
    merge(core.changes.map {}, core.syncState.map {}, minutes()).conflate().mapNotNull {
        try {
            statusLine(core.health(), core.syncState.value, clock.instant())
        } catch (_: SoViecException) {
            null
        }
    }

fun statusLine(health: Health, sync: SyncState, now: Instant) =
    StatusLine(health.sent, health.waiting, health.lastContact, now, sync is SyncState.Running)

private fun minutes(): Flow<Unit> = flow {
    while (true) {
        emit(Unit)
        delay(60_000)
    }
}
