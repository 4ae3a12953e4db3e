package vn.soviec.stories

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import vn.soviec.Sort
import vn.soviec.Status
import vn.soviec.TaskFilter
import vn.soviec.Window
import vn.soviec.support.story

/**
 * # 2. Show lists
 *
 * Lists are read from the phone's own database: without a network, at once, by windows. The core
 * filters, sorts and computes how a task stands today; a screen only draws.
 */
class Story02Lists {
    @Test
    fun listsAndTheirTasks() = story {
        val office = office()
        val book = keep(phone("a").enrolled(office.address, office.village.first().code))

        // A window of the list, and how many rows the whole list has.
        val first = book.tasks(window = Window(offset = 0, limit = 3))
        assertEquals(3, first.rows.size)
        assertTrue(first.total > 3)

        // The next window begins where the first one ends.
        val next = book.tasks(window = Window(offset = 3, limit = 3))
        assertFalse(next.rows.any { it in first.rows })

        // Searching without marks finds Vietnamese words with them.
        val found = book.tasks(TaskFilter(text = "du lieu"))
        assertTrue(found.rows.isNotEmpty())
        assertTrue(found.rows.all { "dữ liệu" in it.title.lowercase() })

        // Worst first, and of some statuses only.
        val statuses = setOf(Status.OVERDUE, Status.NOT_STARTED)
        val open = book.tasks(TaskFilter(statuses = statuses), Sort.URGENCY)
        assertTrue(open.rows.all { it.status in statuses })
        assertEquals(open.rows, open.rows.sortedBy { it.status.ordinal != 0 })

        // One task with all that its screen shows: the group, the checklist, notes, both sides of
        // two values.
        val row = first.rows.first { it.items > 0 }
        val task = book.task(row.book, row.task)
        assertEquals(row, task.row)
        assertEquals(row.items, task.items.size)
        assertTrue(task.group.isNotBlank())
    }

    /** The first screen of a morning is one call. */
    @Test
    fun theAgenda() = story {
        val office = office()
        val book = keep(phone("a").enrolled(office.address, office.village.first().code))
        val agenda = book.agenda()
        val shown = listOf(agenda.overdue, agenda.open, agenda.dueSoon)
        val tasks = shown.flatMap { it.rows }.map { it.task }
        // A task stands in one section only.
        assertEquals(tasks.distinct(), tasks)
        assertTrue(agenda.overdue.rows.all { it.status == Status.OVERDUE })
        val week = agenda.today..agenda.today.plusDays(7)
        assertTrue(agenda.dueSoon.rows.all { it.lastDay!! in week })
        assertEquals(0, agenda.replaced)
    }
}
