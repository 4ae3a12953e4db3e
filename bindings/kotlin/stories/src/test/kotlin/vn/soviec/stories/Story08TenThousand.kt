package vn.soviec.stories

import java.io.File
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import vn.soviec.TaskFilter
import vn.soviec.Window
import vn.soviec.support.Office
import vn.soviec.support.story

/**
 * # 8. Ten thousand rows, through windows
 *
 * A list never holds more than the screen needs: an adapter asks for windows of 100 rows and knows
 * the total from the first. However long the list, a window costs the same memory.
 */
class Story08TenThousand {
    @Test
    fun windows() = story {
        val files = File(folder, "office")
        val office = keep(Office.large(files, plans = 10, tasks = 1_000, items = false))
        val book = keep(phone("a").enrolled(office.address, office.codes.single().code))

        val total = book.tasks(window = Window(limit = 1)).total
        assertEquals(10_000, total)

        val seen = LinkedHashSet<String>()
        for (offset in 0 until total step 100) {
            val window = book.tasks(window = Window(offset, limit = 100))
            assertEquals(100, window.rows.size)
            seen += window.rows.map { it.title }
        }
        // Every row once.
        assertEquals(10_000, seen.size)

        // One window holds at most 200 rows, and none behind the end.
        assertEquals(200, book.tasks(window = Window(limit = 10_000)).rows.size)
        assertTrue(book.tasks(window = Window(offset = 10_000)).rows.isEmpty())

        // Searching is a filter of the core, not of the screen.
        assertEquals(1, book.tasks(TaskFilter(text = "ho so 9999")).total)
    }
}
