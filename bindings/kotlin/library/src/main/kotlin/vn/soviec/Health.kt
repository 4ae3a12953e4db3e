package vn.soviec

import java.time.Instant

/**
 * Counts and codes, without content.
 *
 * @property protocol the version of the relay's protocol that this app speaks.
 * @property schema the version of the documents' schema.
 * @property waiting edits that are not acknowledged.
 * @property sent own edits that are acknowledged.
 * @property held own edits that the office holds or decides on first.
 * @property lastContact the last exchange that succeeded, by this phone's clock.
 * @property stopped the code of the reason why nothing is sent: see [Replica.resume].
 * @property stoppedBooks documents that are not sent, with the codes of the reasons.
 * @property setAside the name of the file under which a damaged database was set aside when this
 *   book was opened.
 * @property listenerFailures how often a listener of this book threw.
 * @property logFailures how often the log sink threw.
 */
public data class Health(
    val protocol: Int,
    val schema: Long,
    val waiting: Long,
    val sent: Long,
    val held: Long,
    val lastContact: Instant?,
    val stopped: String?,
    val stoppedBooks: List<Stopped>,
    val setAside: String?,
    val listenerFailures: Long,
    val logFailures: Long,
)
