package vn.soviec.stories

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import vn.soviec.Replica
import vn.soviec.support.me
import vn.soviec.support.story

/**
 * # 3. Tick without a network, and find it after a restart
 *
 * An edit is on the disk when its call returns. There is no "save" and no "pending" to keep in the
 * app: what was written stands in every list at once, and waits in the book until it is sent.
 */
class Story03Offline {
    @Test
    fun aTickSurvivesARestart() = story {
        val office = office()
        val phone = phone("a")
        var book = phone.enrolled(office.address, office.village.first().code)
        // From here on there is no office to be reached.
        office.close()

        val me = book.whoAmI().me.id
        val row = book.tasks().rows.first { it.items > it.itemsDone }
        val item = book.task(row.book, row.task).items.first { !it.done }

        assertTrue(book.tick(me, row.book, item.item))
        // It stands there already: ticking again is no second edit.
        assertFalse(book.tick(me, row.book, item.item))
        book.addNote(me, row.book, row.task, "Hộ cuối làng đi vắng, hẹn tuần sau")
        assertEquals(2, book.health().waiting)

        // The app is closed, the phone switched off.
        book.close()
        book = keep(Replica.open(phone.place, phone.key()))

        val task = book.task(row.book, row.task)
        val ticked = task.items.single { it.item == item.item }
        assertTrue(ticked.done)
        assertTrue(ticked.unsent)
        assertEquals(me, ticked.values.single().officer)
        assertEquals("Hộ cuối làng đi vắng, hẹn tuần sau", task.notes.single().text)
        assertEquals(row.itemsDone + 1, task.row.itemsDone)

        // What waits is listed in words for the officer.
        val waiting = book.waiting()
        assertEquals(2, waiting.size)
        assertTrue(waiting.first().words.contains(item.title))
    }
}
