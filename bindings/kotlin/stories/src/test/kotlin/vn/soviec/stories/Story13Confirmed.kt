package vn.soviec.stories

import java.io.File
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import vn.soviec.Declared
import vn.soviec.Replica
import vn.soviec.ReviewState
import vn.soviec.Status
import vn.soviec.TaskRow
import vn.soviec.support.Office
import vn.soviec.support.me
import vn.soviec.support.story

/**
 * # 13. The office gives a result back, the unit declares it again, the office confirms
 *
 * A result that was given back counts as not done and stands first on the day's list, with the
 * clerk's words. Whatever the unit declares next waits for a new verdict.
 */
class Story13Confirmed {
    private suspend fun Replica.row(): TaskRow = tasks().rows.first { it.number == "1.1" }

    @Test
    fun returnedDeclaredAgainConfirmed() = story {
        val office = keep(Office.large(File(folder, "office"), plans = 1, tasks = 2, items = false))
        val book = keep(phone("mo").enrolled(office.address, office.codes.single().code))
        val me = book.whoAmI().me.id
        val task = book.row()
        assertEquals(ReviewState.NOTHING, task.review.state)

        book.setStatus(me, task.book, task.task, Declared.DONE, result = "121/150 em")
        assertEquals(ReviewState.WAITING, book.row().review.state)
        book.sync()

        office.clerk("result", "return", "thon", "1.1", "--clerk", "ha", "--reason", "Danh sách mới có 150 em")
        book.sync()
        val returned = book.row()
        assertEquals(ReviewState.RETURNED, returned.review.state)
        assertEquals("Danh sách mới có 150 em", returned.review.comment)
        assertEquals("Lại Thu Hà", returned.review.clerk)
        assertTrue(returned.status !in setOf(Status.DONE_ON_TIME, Status.DONE_LATE), "it is not done")
        assertEquals(listOf(task.task), book.agenda().returned.rows.map { it.task })

        // He writes on a hill without a network; the list is his own at once.
        book.setStatus(me, task.book, task.task, Declared.DONE, result = "150/150 em")
        assertEquals(ReviewState.WAITING, book.row().review.state)
        assertNull(book.row().review.comment)
        assertEquals(0, book.agenda().returned.total)
        book.sync()

        office.clerk("result", "confirm", "thon", "1.1", "--clerk", "ha")
        book.sync()
        assertEquals(ReviewState.CONFIRMED, book.row().review.state)
    }
}
