package vn.soviec.stories

import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import vn.soviec.SyncState
import vn.soviec.support.Line
import vn.soviec.support.me
import vn.soviec.support.story

/**
 * # 5. A cancelled exchange loses nothing
 *
 * `sync` is cancelled as any coroutine is: the officer leaves the screen, a job's time is over.
 * The call ends the exchange and returns when it has ended, so that the next one can begin at once.
 */
class Story05Cancel {
    @Test
    fun cancelInTheMiddle() = story {
        val office = office()
        val line = keep(Line(office.address))
        val (first, second) = office.village
        val book = keep(phone("a").enrolled(line.address, first.code))
        val me = book.whoAmI().me.id
        val row = book.tasks().rows.first()
        repeat(3) { book.addNote(me, row.book, row.task, "Ghi chú ${it + 1}") }

        // The worst moment: the relay has taken the edits, and the phone has not heard of it.
        line.holdsAnswers = true
        coroutineScope {
            val syncing = launch { book.sync() }
            withContext(Dispatchers.IO) { line.awaitHeldAnswer() }
            assertTrue(book.syncState.value is SyncState.Running)
            syncing.cancelAndJoin()
        }

        // All of it is still here and still counts as waiting; nobody claims that it was sent.
        assertEquals(3, book.health().waiting)
        assertEquals(3, book.task(row.book, row.task).notes.size)
        assertTrue(book.syncState.value is SyncState.Idle)

        // The next exchange is not in the way of the one that was cancelled. What is sent twice is
        // one edit at the relay.
        line.up()
        val report = book.sync()
        assertEquals(3, report.acknowledged)
        assertEquals(0, report.waiting)
        assertEquals(SyncState.Idle(report), book.syncState.value)

        val other = keep(phone("b").enrolled(office.address, second.code))
        val notes = other.task(row.book, row.task).notes.map { it.text }
        assertEquals(listOf("Ghi chú 1", "Ghi chú 2", "Ghi chú 3"), notes)
    }
}
