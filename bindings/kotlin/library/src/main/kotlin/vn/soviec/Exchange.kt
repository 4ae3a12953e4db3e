package vn.soviec

/**
 * How far an exchange is.
 *
 * @property requests requests that were answered.
 * @property acknowledged own edits acknowledged in this exchange.
 * @property received changes of others received in this exchange.
 * @property waiting edits that still wait.
 */
public data class Progress(
    val requests: Int,
    val acknowledged: Long,
    val received: Long,
    val waiting: Long,
)

/** What is not sent any more, with the code of the reason; no [book] means nothing at all. */
public data class Stopped(val book: BookId?, val code: String)

/**
 * What an exchange did.
 *
 * @property requests round trips.
 * @property bytesUp bytes of the requests' bodies.
 * @property bytesDown bytes of the answers' bodies.
 * @property acknowledged own edits that are safe at the relay now.
 * @property received changes of others.
 * @property held own edits that the office holds or decides on first.
 * @property waiting edits that still wait.
 * @property ringing notices that are new to an officer of this phone.
 * @property stopped what is not sent any more.
 */
public data class SyncReport(
    val requests: Int,
    val bytesUp: Long,
    val bytesDown: Long,
    val acknowledged: Long,
    val received: Long,
    val held: Long,
    val waiting: Long,
    val ringing: Long,
    val stopped: List<Stopped>,
)

/** Whether an exchange is under way, and how the last one ended: for a status line. */
public sealed interface SyncState {
    /** None is under way; [last] is the last one that succeeded since the book was opened. */
    public data class Idle(val last: SyncReport?) : SyncState

    /** One is under way; [progress] is there after its first page. */
    public data class Running(val progress: Progress?) : SyncState

    /** The last one failed. Its sentence is made for the officer; nothing is lost. */
    public data class Failed(val failure: SoViecException) : SyncState
}
