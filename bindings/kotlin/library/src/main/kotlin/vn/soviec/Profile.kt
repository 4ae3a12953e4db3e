package vn.soviec

/** An officer who may use this phone; [name] is there once the directory has arrived. */
public data class Officer(val id: OfficerId, val name: String?)

/** A work book that this phone writes in; [unitName] is there once the directory has arrived. */
public data class Book(val id: BookId, val unit: UnitId, val unitName: String?, val year: Int)

/**
 * Who this phone is, by its certificate and its present rights.
 *
 * @property device the phone: 26 characters of Crockford's base 32.
 * @property officers the officers who may use it; one of them is the `by` of every edit.
 * @property books the work books that it writes in.
 * @property officeFingerprint the office's key in four groups, to be compared by voice.
 * @property relay the relay's address.
 */
public data class Profile(
    val device: String,
    val officers: List<Officer>,
    val books: List<Book>,
    val officeFingerprint: String,
    val relay: String,
)
