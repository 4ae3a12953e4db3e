package vn.soviec.stories

import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.onEach
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.supervisorScope
import kotlinx.coroutines.withContext
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import vn.soviec.Replica
import vn.soviec.SoViecException
import vn.soviec.support.Line
import vn.soviec.support.failure
import vn.soviec.support.me
import vn.soviec.support.story

/**
 * # 9. After closing, and a book that is open already
 *
 * One process opens a book once and shares it between screens and jobs. Closing frees the files;
 * whoever still has the object gets an error with a name, never a crash.
 */
class Story09Closed {
    @Test
    fun useAfterClose() = story {
        val office = office()
        val book = phone("a").enrolled(office.address, office.village.first().code)
        val me = book.whoAmI().me.id
        val row = book.tasks().rows.first()
        book.close()

        assertEquals("closed", failure<SoViecException.Reopen> { book.tasks() }.code)
        assertEquals("closed", failure<SoViecException.Reopen> { book.sync() }.code)
        assertEquals("closed", failure<SoViecException.Reopen> { book.supportReport() }.code)
        val late = failure<SoViecException.Reopen> { book.addNote(me, row.book, row.task, "muộn") }
        assertEquals("closed", late.code)
        assertEquals("closed", failure<SoViecException.Reopen> { book.tasksFlow().toList() }.code)
        // Closing twice is nothing.
        book.close()
    }

    @Test
    fun oneBookIsOpenOnce() = story {
        val phone = phone("a")
        val book = Replica.open(phone.place, phone.key())
        val second = failure<SoViecException.Reopen> { Replica.open(phone.place, phone.key()) }
        assertEquals("in_use", second.code)
        book.close()
        Replica.open(phone.place, phone.key()).close()
    }

    @Test
    fun afterARekeyOnlyTheNewKeyOpens() = story {
        val phone = phone("a")
        val next = ByteArray(32) { 9 }
        val book = Replica.open(phone.place, phone.key())
        val handedOver = next.copyOf()
        book.rekey(handedOver)
        assertEquals(0, handedOver.count { it != 0.toByte() })
        book.close()
        val old = failure<SoViecException.AskForKey> { Replica.open(phone.place, phone.key()) }
        assertEquals("wrong_key", old.code)
        Replica.open(phone.place, next.copyOf()).close()
    }

    /** Screens that still look on when the book closes end quietly. */
    @Test
    fun flowsComplete() = story {
        val office = office()
        val book = phone("a").enrolled(office.address, office.village.first().code)
        coroutineScope {
            val shown = CompletableDeferred<Unit>()
            val screen = async { book.agendaFlow().onEach { shown.complete(Unit) }.toList() }
            shown.await()
            book.close()
            assertEquals(1, screen.await().size)
        }
    }

    /** An exchange that waits for an answer does not keep the book open. */
    @Test
    fun closingEndsAnExchange() = story {
        val office = office()
        val line = keep(Line(office.address))
        val book = phone("a").enrolled(line.address, office.village.first().code)
        line.holdsAnswers = true
        supervisorScope {
            val syncing = async { failure<SoViecException.TryLater> { book.sync() } }
            withContext(Dispatchers.IO) {
                line.awaitHeldAnswer()
                book.close()
            }
            assertEquals("cancelled", syncing.await().code)
        }
    }
}
