package vn.soviec.stories

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import vn.soviec.SoViecException
import vn.soviec.SyncState
import vn.soviec.support.Line
import vn.soviec.support.failure
import vn.soviec.support.me
import vn.soviec.support.story

/**
 * # 6. An exchange without a network says so in words
 *
 * No network is the normal state, not a fault. The error says what the app does next (`TryLater`),
 * and brings the sentence for the officer with the number of edits that wait.
 */
class Story06NoNetwork {
    @Test
    fun withoutANetwork() = story {
        val office = office()
        val line = keep(Line(office.address))
        val book = keep(phone("a").enrolled(line.address, office.village.first().code))
        val me = book.whoAmI().me.id
        val row = book.tasks().rows.first()
        repeat(3) { book.addNote(me, row.book, row.task, "Ghi chú ${it + 1}") }

        line.down()
        val offline = failure<SoViecException.TryLater> { book.sync() }
        assertEquals("offline", offline.code)
        assertEquals(
            "Chưa có mạng. 3 mục vẫn an toàn trong máy. Không cần làm gì: có mạng là tự gửi.",
            offline.sentence,
        )
        // A status line can be drawn from the state alone.
        assertEquals(SyncState.Failed(offline), book.syncState.value)

        // What an app does with an error, whatever it is: the compiler knows all eight cases.
        val next = when (offline as SoViecException) {
            is SoViecException.AskForKey -> "ask for the key"
            is SoViecException.Enrol -> "show the enrolment"
            is SoViecException.TryLater -> "leave it to the next network"
            is SoViecException.CorrectInput -> "show the sentence beside the field"
            is SoViecException.Reopen -> "open the book again"
            is SoViecException.AskOffice -> "show the office's telephone number"
            is SoViecException.FixPhone -> "show what to do with the phone"
            is SoViecException.ReportFault -> "offer the support report"
        }
        assertEquals("leave it to the next network", next)

        line.up()
        assertEquals(3, book.sync().acknowledged)
    }
}
