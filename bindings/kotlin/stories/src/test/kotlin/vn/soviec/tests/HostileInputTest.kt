package vn.soviec.tests

import java.io.File
import java.time.LocalDate
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.yield
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import vn.soviec.BookId
import vn.soviec.EditId
import vn.soviec.ItemId
import vn.soviec.OfficerId
import vn.soviec.Place
import vn.soviec.RegisterId
import vn.soviec.Replica
import vn.soviec.SoViecException
import vn.soviec.SoViecException.CorrectInput
import vn.soviec.TaskFilter
import vn.soviec.TaskId
import vn.soviec.UnitId
import vn.soviec.Window
import vn.soviec.support.failure
import vn.soviec.support.me
import vn.soviec.support.story

/** Whatever an app hands in, what comes back is the one error, and the book stays as it was. */
class HostileInputTest {
    private val half = "nửa \uD83D chữ"
    private val megabyte = "a".repeat(1 shl 20)
    private val strings = listOf("", " ", "\u0000", half, "\uDC00", "không phải mã", megabyte)

    @Test
    fun ids() = story {
        val office = office()
        val book = keep(phone("a").enrolled(office.address, office.village.first().code))
        val me = book.whoAmI().me.id
        val row = book.tasks().rows.first()
        for (text in strings) {
            failure<CorrectInput> { book.task(BookId(text), row.task) }
            failure<CorrectInput> { book.task(row.book, TaskId(text)) }
            failure<CorrectInput> { book.history(row.book, RegisterId(text)) }
            failure<CorrectInput> { book.agenda(UnitId(text)) }
            failure<CorrectInput> { book.tasks(TaskFilter(unit = UnitId(text))) }
            failure<CorrectInput> { book.tick(OfficerId(text), row.book, ItemId(text)) }
            failure<CorrectInput> { book.tick(me, row.book, ItemId(text)) }
            failure<CorrectInput> { book.addNote(me, BookId(text), row.task, "ghi chú") }
            failure<CorrectInput> { book.undo(me, EditId(text)) }
            val status = RegisterId.statusOf(row.task)
            failure<CorrectInput> { book.restore(me, row.book, status, EditId(text)) }
        }
        assertEquals(0, book.health().waiting)
    }

    @Test
    fun texts() = story {
        val office = office()
        val book = keep(phone("a").enrolled(office.address, office.village.first().code))
        val me = book.whoAmI().me.id
        val row = book.tasks().rows.first()
        for (text in listOf("", "  \n ", half, megabyte)) {
            failure<CorrectInput> { book.addNote(me, row.book, row.task, text) }
            failure<CorrectInput> { book.addLocalTask(me, row.book, text) }
        }
        assertEquals(0, book.health().waiting)
        // Searching for nonsense finds nothing, or says that it is nonsense.
        assertEquals(0, book.tasks(TaskFilter(text = megabyte)).total)
        failure<CorrectInput> { book.tasks(TaskFilter(text = half)) }
        // A whole pair is a character like any other.
        val note = book.addNote(me, row.book, row.task, "xong 👍")
        val notes = book.task(row.book, row.task).notes
        assertEquals("xong 👍", notes.single { it.register == note }.text)
    }

    @Test
    fun numbersAndDays() = story {
        val office = office()
        val book = keep(phone("a").enrolled(office.address, office.village.first().code))
        val me = book.whoAmI().me.id
        val row = book.tasks().rows.first { it.items > 0 }
        val item = book.task(row.book, row.task).items.first().item
        failure<CorrectInput> { book.tasks(window = Window(offset = -1)) }
        failure<CorrectInput> { book.tasks(window = Window(limit = -1)) }
        assertEquals(0, book.tasks(window = Window(limit = 0)).rows.size)
        assertTrue(book.tasks(window = Window(Int.MAX_VALUE, Int.MAX_VALUE)).rows.isEmpty())
        for (day in listOf(LocalDate.MAX, LocalDate.MIN, LocalDate.of(1_000_000, 1, 1))) {
            failure<CorrectInput> { book.tick(me, row.book, item, on = day) }
        }
        assertEquals(0, book.health().waiting)
    }

    @Test
    fun keysAndPlaces() = story {
        val phone = phone("a")
        for (length in listOf(0, 31, 33, 1 shl 20)) {
            val key = ByteArray(length) { 1 }
            failure<CorrectInput> { Replica.open(phone.place, key) }
            assertTrue(key.all { it == 0.toByte() }, "the key is wiped after a failure too")
        }
        val key = phone.key()
        Replica.open(phone.place, key).close()
        assertTrue(key.all { it == 0.toByte() }, "the key is wiped")

        val nowhere = Place(File(folder, "no/such/folder/book.db"), folder)
        failure<SoViecException> { Replica.open(nowhere, phone.key()) }
        val broken = Place(File(folder, half), folder)
        failure<CorrectInput> { Replica.open(broken, phone.key()) }
        val roots = listOf("no certificate".toByteArray())
        val rooted = Place(File(folder, "b.db"), folder, roots)
        failure<CorrectInput> { Replica.open(rooted, phone.key()) }
    }

    @Test
    fun addressesAndCodes() = story {
        val book = keep(Replica.open(phone("a").place, phone("a").key()))
        for (text in strings) {
            failure<SoViecException> { book.enrol(text, "AAAAAAAAAA") }
            failure<SoViecException> { book.enrol("http://127.0.0.1:1", text) }
            failure<SoViecException> { book.enrol("http://127.0.0.1:1", "AAAAAAAAAA", text) }
        }
    }

    /** Opening that is cancelled leaves no lock behind. */
    @Test
    fun cancelledOpening() = story {
        val phone = phone("a")
        repeat(20) {
            coroutineScope {
                val opening = launch { Replica.open(phone.place, phone.key()).close() }
                if (it % 2 == 0) yield()
                opening.cancelAndJoin()
            }
        }
        Replica.open(phone.place, phone.key()).close()
    }
}
