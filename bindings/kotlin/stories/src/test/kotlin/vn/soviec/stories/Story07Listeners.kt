package vn.soviec.stories

import java.util.concurrent.CopyOnWriteArrayList
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.async
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.supervisorScope
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import vn.soviec.Changes
import vn.soviec.SoViecException
import vn.soviec.TaskRef
import vn.soviec.support.failure
import vn.soviec.support.me
import vn.soviec.support.story

/**
 * # 7. A listener that throws hurts nobody but itself
 *
 * The core calls the app in three places: changes, progress, log lines. Each may throw. No edit,
 * no exchange and no other listener pays for it, and the book counts it.
 */
class Story07Listeners {
    @Test
    fun aListenerOfChangesThrows() = story {
        val office = office()
        val book = keep(phone("a").enrolled(office.address, office.village.first().code))
        val me = book.whoAmI().me.id
        val row = book.tasks().rows.first()

        val heard = CopyOnWriteArrayList<Changes>()
        val both = CompletableDeferred<Unit>()
        keep(book.observe { error("a fault of the app") })
        keep(book.observe { heard += it; if (heard.size == 2) both.complete(Unit) })

        book.addNote(me, row.book, row.task, "một")
        book.addNote(me, row.book, row.task, "hai")
        both.await()
        // The other one heard both edits, and the faulty one was asked both times.
        assertEquals(setOf(TaskRef(row.book, row.task)), heard.first().rows)
        assertEquals(2, book.health().listenerFailures)
    }

    /** In coroutines the same is a flow, and a collector that throws ends alone. */
    @Test
    fun aCollectorThrows() = story {
        val office = office()
        val book = keep(phone("a").enrolled(office.address, office.village.first().code))
        val me = book.whoAmI().me.id
        val row = book.tasks().rows.first()

        supervisorScope {
            val faulty = async { book.taskFlow(row.book, row.task).collect { error("a fault") } }
            val sound = async { book.taskFlow(row.book, row.task).first { it.notes.size == 1 } }
            failure<IllegalStateException> { faulty.await() }
            book.addNote(me, row.book, row.task, "một")
            assertEquals("một", sound.await().notes.single().text)
        }
        assertEquals(0, book.health().listenerFailures)
    }

    /** What a progress callback throws ends the exchange at a page, and comes back as the cause. */
    @Test
    fun aProgressCallbackThrows() = story {
        val office = office()
        val book = keep(phone("a").enrolled(office.address, office.village.first().code))
        val me = book.whoAmI().me.id
        val row = book.tasks().rows.first()
        book.addNote(me, row.book, row.task, "một")

        val thrown = IllegalStateException("a fault of the app")
        val fault = failure<SoViecException.ReportFault> { book.sync { throw thrown } }
        assertEquals("callback_failed", fault.code)
        assertSame(thrown, fault.cause)
        // The page that had been carried out stays: the note is at the relay.
        assertEquals(0, book.sync().waiting)
        assertTrue(book.waiting().isEmpty())
    }
}
