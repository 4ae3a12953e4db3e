package vn.soviec.stories

import java.io.File
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import vn.soviec.Declared
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
    @Test
    fun writtenAgainAndLaidAside() = story {
        val office = keep(Office.large(File(folder, "office"), plans = 1, tasks = 3, items = true))
        val book = keep(phone("mo").enrolled(office.address, office.codes.single().code))
        val me = book.whoAmI().me.id
        val (first, second) = book.tasks().rows
        val item = book.task(first.book, first.task).items.first()

        // While she works without a network, the office takes her right away.
        office.clerk("officer", "suspend", "mo")
        book.tick(me, first.book, item.item)
        book.setStatus(me, second.book, second.task, Declared.DONE, result = "đủ 42 hộ")
        assertEquals(2, book.sync().held)
        val held = book.setApart()
        assertEquals(setOf("held"), held.map { it.state }.toSet())
        assertFalse(held.any { it.canDismiss || it.canWriteAgain }, "the office decides first")

        // A clerk returns both with a word, and gives the right back.
        office.clerk("officer", "role", "mo", "--unit", "thon", "--role", "write")
        for (apart in held) {
            office.clerk("change", "return", apart.edit.id.value, "--clerk", "ha", "--reason", "Ghi lại giúp")
        }
        book.sync()
        val returned = book.setApart()
        assertEquals(listOf("returned", "returned"), returned.map { it.state })
        assertEquals(setOf("Ghi lại giúp"), returned.map { it.office?.words }.toSet())
        assertEquals("Lại Thu Hà", returned.first().office?.clerkName)
        assertFalse(book.task(first.book, first.task).items.first().done)

        // One tap writes one of them again; another lays the other one aside.
        val tick = returned.single { item.title in it.edit.words }.edit.id
        val status = returned.single { it.edit.id != tick }.edit.id
        assertTrue(book.writeAgain(me, tick))
        assertFalse(book.writeAgain(me, tick), "a second press writes nothing")
        assertTrue(book.dismiss(me, status))
        assertTrue(book.setApart().isEmpty())
        assertTrue(book.task(first.book, first.task).items.first().done)

        // Both stay readable.
        val history = book.setApartHistory().associateBy { it.edit.id }
        assertNotNull(history.getValue(tick).writtenAgain)
        assertTrue(history.getValue(status).dismissed)
        assertTrue("đủ 42 hộ" in history.getValue(status).edit.words)
        assertEquals(0, book.sync().waiting)
    }
}
