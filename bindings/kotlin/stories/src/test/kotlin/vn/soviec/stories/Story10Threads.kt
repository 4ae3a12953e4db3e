package vn.soviec.stories

import java.util.concurrent.ConcurrentLinkedQueue
import kotlin.concurrent.thread
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import vn.soviec.RegisterId
import vn.soviec.support.me
import vn.soviec.support.story

/**
 * # 10. A thousand calls from many threads
 *
 * Any call may come from any thread, at any time, also during an exchange. The core puts edits in
 * order and lets reads pass; an app needs no lock of its own.
 */
class Story10Threads {
    @Test
    fun aThousandCalls() = story {
        val office = office()
        val book = keep(phone("a").enrolled(office.address, office.village.first().code))
        val me = book.whoAmI().me.id
        val row = book.tasks().rows.first()

        val notes = ConcurrentLinkedQueue<RegisterId>()
        val faults = ConcurrentLinkedQueue<Throwable>()
        val threads = List(20) { number ->
            thread(name = "caller-$number") {
                runCatching {
                    runBlocking {
                        repeat(10) {
                            book.tasks()
                            notes += book.addNote(me, row.book, row.task, "Ghi chú $number.$it")
                            book.task(row.book, row.task)
                            book.waiting()
                            book.health()
                        }
                    }
                }.onFailure(faults::add)
            }
        }
        book.sync()
        withContext(Dispatchers.IO) { threads.forEach(Thread::join) }

        assertEquals(emptyList<Throwable>(), faults.toList())
        // Twenty threads wrote ten notes each: all are there, and all arrive.
        assertEquals(200, notes.toSet().size)
        assertEquals(notes.toSet(), book.task(row.book, row.task).notes.map { it.register }.toSet())
        book.sync()
        assertEquals(0, book.health().waiting)
    }
}
