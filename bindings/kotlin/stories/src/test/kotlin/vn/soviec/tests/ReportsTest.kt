package vn.soviec.tests

import java.util.concurrent.CopyOnWriteArrayList
import kotlinx.coroutines.withTimeout
import kotlinx.coroutines.yield
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import vn.soviec.BookId
import vn.soviec.Declared
import vn.soviec.Replica
import vn.soviec.SoViec
import vn.soviec.SoViecException
import vn.soviec.support.Story
import vn.soviec.support.failure
import vn.soviec.support.me
import vn.soviec.support.story

private const val MARK = "DẤU-HIỆU-RIÊNG"

/** What leaves the book for developers and a support desk: never what an officer wrote. */
class ReportsTest {
    @AfterEach
    fun noSink() = SoViec.setLogSink(null)

    /** Texts, names and faults of all kinds, each with something that must not show. */
    private suspend fun Story.busyDay(): Pair<Replica, List<String>> {
        val office = office()
        val code = office.village.first()
        val book = keep(phone("a").enrolled(office.address, code.code))
        val me = book.whoAmI().me.id
        val row = book.tasks().rows.first()
        book.addNote(me, row.book, row.task, "$MARK ghi chú")
        book.setStatus(me, row.book, row.task, Declared.DONE, result = "$MARK kết quả")
        failure<SoViecException> { book.addNote(me, BookId(MARK), row.task, MARK) }
        failure<SoViecException> { book.addNote(me, row.book, row.task, MARK.repeat(1_000)) }
        failure<SoViecException> { book.enrol(office.address, MARK) }
        book.sync()
        return book to listOf(MARK, code.officer, code.code, row.title, me.value)
    }

    @Test
    fun logLinesHaveNoContent() = story {
        val lines = CopyOnWriteArrayList<String>()
        SoViec.setLogSink { level, target, text -> lines += "$level $target $text" }
        val (book, secrets) = busyDay()
        // A listener that fails is told of: so a line comes, and after all others.
        keep(book.observe { error(MARK) })
        val me = book.whoAmI().me.id
        val row = book.tasks().rows.first()
        book.addNote(me, row.book, row.task, MARK)
        awaitUntil { lines.any { "listener" in it } }
        for (secret in secrets) assertFalse(lines.any { secret in it }, "a line has $secret")
    }

    @Test
    fun aSinkThatThrowsIsCounted() = story {
        SoViec.setLogSink { _, _, _ -> error("a fault of the app") }
        val (book, _) = busyDay()
        keep(book.observe { error("a fault of the app") })
        val me = book.whoAmI().me.id
        val row = book.tasks().rows.first()
        book.addNote(me, row.book, row.task, "ghi chú")
        awaitUntil { book.health().logFailures > 0 }
    }

    @Test
    fun theSupportReport() = story {
        val (book, secrets) = busyDay()
        val report = book.supportReport()
        for (secret in secrets) assertFalse(secret in report, "the report has $secret")
        assertTrue(SoViec.version in report)
        assertTrue("invalid_input" in report)
    }

    @Test
    fun health() = story {
        val (book, _) = busyDay()
        val health = book.health()
        assertEquals(0, health.waiting)
        assertEquals(2, health.sent)
        assertTrue(health.lastContact != null)
        assertEquals(emptyList<Any>(), health.stoppedBooks)
        book.resume()
    }

    /** Waits on a condition: the core tells of some things on threads of its own. */
    private suspend fun awaitUntil(condition: suspend () -> Boolean) =
        withTimeout(30_000) { while (!condition()) yield() }
}
