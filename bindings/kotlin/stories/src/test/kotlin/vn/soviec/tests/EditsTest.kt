package vn.soviec.tests

import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import vn.soviec.Declared
import vn.soviec.SoViecException
import vn.soviec.Status
import vn.soviec.SyncState
import vn.soviec.TaskFilter
import vn.soviec.support.Line
import vn.soviec.support.failure
import vn.soviec.support.me
import vn.soviec.support.story

/** The edits that the stories do not tell of. */
class EditsTest {
    @Test
    fun aLocalTask() = story {
        val office = office()
        val (first, second) = office.village
        val book = keep(phone("a").enrolled(office.address, first.code))
        val other = keep(phone("b").enrolled(office.address, second.code))
        val me = book.whoAmI().me.id
        val where = book.whoAmI().books.single().id
        val due = book.agenda().today.plusDays(2)

        val task = book.addLocalTask(me, where, "Sửa loa xóm trên", due)
        val row = book.task(where, task).row
        assertTrue(row.local)
        assertTrue(row.unsent)
        assertEquals("Sửa loa xóm trên", row.title)
        assertEquals(due, row.lastDay)
        assertTrue(book.agenda().dueSoon.rows.any { it.task == task })
        assertEquals(1, book.tasks(TaskFilter(text = "sua loa")).total)

        book.setStatus(me, where, task, Declared.DONE)
        book.sync()
        other.sync()
        assertEquals(Status.DONE_ON_TIME, other.task(where, task).row.status)
        assertFalse(book.task(where, task).row.unsent)
    }

    @Test
    fun undo() = story {
        val office = office()
        val book = keep(phone("a").enrolled(office.address, office.village.first().code))
        val me = book.whoAmI().me.id
        assertNull(book.lastAct(me))

        val row = book.tasks().rows.first { it.items > 0 }
        val item = book.task(row.book, row.task).items.first()
        book.tick(me, row.book, item.item)
        val act = checkNotNull(book.lastAct(me))
        assertTrue(item.title in act.words)
        assertTrue(book.undo(me, act.edit))
        assertFalse(book.task(row.book, row.task).items.first().done)
    }

    @Test
    fun onlyOfficersOfThePhoneWrite() = story {
        val office = office()
        val (first, second) = office.village
        val book = keep(phone("a").enrolled(office.address, first.code))
        val other = keep(phone("b").enrolled(office.address, second.code))
        val stranger = other.whoAmI().me.id
        val row = book.tasks().rows.first()
        val refused = failure<SoViecException.AskOffice> {
            book.addNote(stranger, row.book, row.task, "của người khác")
        }
        assertEquals("not_allowed", refused.code)
    }

    @Test
    fun aSecondExchangeIsRefusedAtOnce() = story {
        val office = office()
        val line = keep(Line(office.address))
        val book = keep(phone("a").enrolled(line.address, office.village.first().code))
        line.holdsAnswers = true
        coroutineScope {
            val first = launch { book.sync() }
            withContext(Dispatchers.IO) { line.awaitHeldAnswer() }
            assertEquals("in_use", failure<SoViecException.Reopen> { book.receive() }.code)
            assertTrue(book.syncState.value is SyncState.Running)
            first.cancel()
        }
    }
}
