package vn.soviec.support

import java.io.File
import vn.soviec.Officer
import vn.soviec.Place
import vn.soviec.Profile
import vn.soviec.Replica

/** What a phone gives an app: folders, and a key store. */
class Phone(private val folder: File) {
    val place = Place(File(folder, "book.db"), File(folder, "no-backup").apply { mkdirs() })

    /** The key, as a key store hands it out: a new array every time. */
    fun key(): ByteArray = ByteArray(32) { (it * 7 + 1).toByte() }

    /** Opens the book, enrols the phone with [code] and fetches what the office has. */
    suspend fun enrolled(address: String, code: String): Replica {
        val replica = Replica.open(place, key())
        replica.enrol(address, code)
        replica.sync()
        return replica
    }
}

/** The officer of a phone that has one. */
val Profile.me: Officer get() = officers.single()
