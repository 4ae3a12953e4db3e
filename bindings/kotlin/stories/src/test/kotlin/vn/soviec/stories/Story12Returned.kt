package vn.soviec.stories

import java.io.File
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import vn.soviec.Declared
import vn.soviec.Replica
import vn.soviec.SetApart
import vn.soviec.support.Office
import vn.soviec.support.me
import vn.soviec.support.story

/**
 * # 12. The office returns two edits: one is written again by one tap, one is laid aside
 *
 * What an officer wrote without a right is not lost: the office holds it and decides. What it
 * returns comes back to its author in his own words, with the clerk's reason.
 */
class Story12Returned {
    /** While she writes without a network the office takes her right away; later it returns the edit. */
    private suspend fun returned(office: Office, book: Replica, write: suspend () -> Unit): SetApart {
        office.clerk("officer", "suspend", "mo")
        write()
        assertEquals(1, book.sync().held)
        val held = book.setApart().single()
        assertEquals("held", held.state)
        assertFalse(held.canDismiss || held.canWriteAgain, "the office decides first")

        office.clerk("officer", "role", "mo", "--unit", "thon", "--role", "write")
        office.clerk("change", "return", held.edit.id.value, "--clerk", "ha", "--reason", "Ghi lại giúp")
        book.sync()
        return book.setApart().single()
    }

    @Test
    fun writtenAgainAndLaidAside() = story {
        val office = keep(Office.large(File(folder, "office"), plans = 1, tasks = 3, items = true))
        val book = keep(phone("mo").enrolled(office.address, office.codes.single().code))
        val me = book.whoAmI().me.id
        val row = book.tasks().rows.first()
        val item = book.task(row.book, row.task).items.first().item

        val tick = returned(office, book) { book.tick(me, row.book, item) }
        assertEquals("returned", tick.state)
        assertEquals("Ghi lại giúp", tick.office?.words)
        assertEquals("Lại Thu Hà", tick.office?.clerkName)
        assertFalse(book.task(row.book, row.task).items.first().done)

        // One tap writes it again, as it was made.
        assertTrue(book.writeAgain(me, tick.edit.id))
        assertFalse(book.writeAgain(me, tick.edit.id), "a second press writes nothing")
        assertTrue(book.task(row.book, row.task).items.first().done)
        assertEquals(0, book.sync().waiting)

        // Another one is laid aside by one tap.
        val status = returned(office, book) {
            book.setStatus(me, row.book, row.task, Declared.DONE, result = "đủ 42 hộ")
        }
        assertTrue(book.dismiss(me, status.edit.id))
        assertTrue(book.setApart().isEmpty())

        // Both stay readable.
        val history = book.setApartHistory().associateBy { it.edit.id }
        assertNotNull(history.getValue(tick.edit.id).writtenAgain)
        assertTrue(history.getValue(status.edit.id).dismissed)
        assertTrue("đủ 42 hộ" in history.getValue(status.edit.id).edit.words)
    }
}
