package vn.soviec.stories

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import vn.soviec.Replica
import vn.soviec.SoViecException
import vn.soviec.support.failure
import vn.soviec.support.me
import vn.soviec.support.story

/**
 * # 1. Enrol a phone, then open it with the right key and with a wrong one
 *
 * A phone's book is an encrypted database. The app brings the key, 32 bytes out of the platform's
 * key store; the library wipes the array. A new book knows nobody: the office gives the officer a
 * code that works once, and reads its fingerprint out over the telephone.
 */
class Story01Enrol {
    @Test
    fun enrolThenOpenAgain() = story {
        val office = office()
        val phone = phone("a")
        val code = office.village.first()

        // Where there is no book yet, opening makes a new one.
        var book = Replica.open(phone.place, phone.key())
        val nobody = failure<SoViecException.Enrol> { book.whoAmI() }
        assertEquals("not_enrolled", nobody.code)

        // A mistyped code, or an office that is not the one on the telephone: nothing changes.
        val mistyped = failure<SoViecException.Enrol> { book.enrol(office.address, "AAAAAAAAAA") }
        assertEquals("bad_code", mistyped.code)
        // Every error has a sentence for the officer: what happened, what is safe, what to do.
        assertTrue(mistyped.sentence.endsWith("xin văn phòng mã mới."))

        val profile = book.enrol(office.address, code.code, office.fingerprint)
        assertEquals(office.fingerprint, profile.officeFingerprint)

        // Names come with the first exchange.
        book.sync()
        assertEquals(code.officer, book.whoAmI().me.name)
        book.close()

        // The next start. A wrong key touches nothing.
        val wrong = ByteArray(32) { 9 }
        val refused = failure<SoViecException.AskForKey> { Replica.open(phone.place, wrong) }
        assertEquals("wrong_key", refused.code)
        assertTrue(wrong.all { it == 0.toByte() })

        // The right one opens the same phone.
        book = Replica.open(phone.place, phone.key())
        assertEquals(profile.device, book.whoAmI().device)
        book.close()
    }

    @Test
    fun anotherOfficeIsRefused() = story {
        val office = office()
        val phone = phone("a")
        val code = office.village.first().code
        Replica.open(phone.place, phone.key()).use { book ->
            val other = "0000 0000 0000 0000"
            val refused = failure<SoViecException.Enrol> { book.enrol(office.address, code, other) }
            assertEquals("wrong_office", refused.code)
            assertEquals("not_enrolled", failure<SoViecException.Enrol> { book.whoAmI() }.code)
        }
    }
}
