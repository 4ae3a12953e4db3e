package vn.soviec.stories

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import vn.soviec.Replica
import vn.soviec.SoViec
import vn.soviec.Tap
import vn.soviec.support.me
import vn.soviec.support.story

/**
 * # 11. A round from house to house: forty taps, one session
 *
 * Every tap is on the disk when it returns, and none is an edit. A round becomes one session when
 * its officer finishes it, whatever happened to the app in between.
 */
class Story11Round {
    @Test
    fun fortyTapsAreOneSession() = story {
        val office = office()
        val (first, second) = office.village
        val phone = phone("cuong")
        var book = phone.enrolled(office.address, first.code)
        val me = book.whoAmI().me.id
        val row = book.tasks().rows.first { it.items > 0 }
        val item = book.task(row.book, row.task).items.first()
        val away = SoViec.reasons.first()

        // Seventeen houses; then the phone kills the app.
        repeat(17) { book.countTap(me, row.book, item.item, Tap.Plus) }
        book.close()
        book = keep(Replica.open(phone.place, phone.key()))

        // The round goes on where it was. A wrong tap is taken back, by its name.
        assertEquals(17, book.draftCount(me, row.book, item.item)?.counted)
        book.countTap(me, row.book, item.item, Tap.LeftOut(away.code))
        val wrong = book.countTap(me, row.book, item.item, Tap.LeftOut(away.code))
        assertEquals("hộ 19, ${away.words}", wrong.undo)
        book.countTap(me, row.book, item.item, Tap.Undo)
        repeat(20) { book.countTap(me, row.book, item.item, Tap.Plus) }
        assertEquals(38, book.draftCount(me, row.book, item.item)?.visited)
        assertEquals(0, book.health().waiting, "a tap is no edit")

        // Finished: one edit, and no second one for a second press.
        assertTrue(book.countFinish(me, row.book, item.item))
        assertFalse(book.countFinish(me, row.book, item.item))
        assertNull(book.draftCount(me, row.book, item.item))
        assertEquals(1, book.waiting().size)
        assertTrue("37 xong, 1 ${away.words}" in book.waiting().single().words)

        // The colleague sees it.
        book.sync()
        val colleague = keep(phone("dat").enrolled(office.address, second.code))
        val session = colleague.task(row.book, row.task).sessions.single()
        assertEquals(item.item, session.item)
        assertEquals(37, session.counted)
        assertEquals(away.code to 1L, session.leftOut.single().let { it.reason to it.count })
        assertEquals(first.officer, session.officerName)
    }

    /** What is being typed when the phone rings is there afterwards, and becomes one note. */
    @Test
    fun aHalfTypedNoteIsKept() = story {
        val office = office()
        val phone = phone("cuong")
        var book = phone.enrolled(office.address, office.village.first().code)
        val me = book.whoAmI().me.id
        val row = book.tasks().rows.first()
        book.draftNotePut(me, row.book, row.task, "Hộ cuối làng")
        book.close()
        book = keep(Replica.open(phone.place, phone.key()))
        assertEquals("Hộ cuối làng", book.draftNote(me, row.book, row.task)?.text)

        // The app is put away: what stands there is written down, and the draft stays open.
        assertEquals(1, book.pause())
        val draft = checkNotNull(book.draftNote(me, row.book, row.task))
        assertEquals(book.task(row.book, row.task).notes.single().register, draft.written)

        // Typed to its end it is still one note.
        book.draftNotePut(me, row.book, row.task, "Hộ cuối làng đi vắng")
        assertTrue(book.draftNoteFinish(me, row.book, row.task))
        assertNull(book.draftNote(me, row.book, row.task))
        assertEquals("Hộ cuối làng đi vắng", book.task(row.book, row.task).notes.single().text)
    }
}
