package state

import kotlinx.coroutines.test.StandardTestDispatcher
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import support.FixedCore
import support.Friday
import vn.soviec.Status
import vn.soviec.demo.state.AllTasks
import vn.soviec.demo.state.AllTasksHolder
import vn.soviec.demo.state.SectionKind
import vn.soviec.demo.state.TodayHolder

class ListsTest {
    private val core = FixedCore()

    @Test
    fun `today has the worst first and no empty section`() = runTest {
        core.agenda = Friday.agenda.copy(dueSoon = Friday.window())
        val holder = TodayHolder(core, StandardTestDispatcher(testScheduler))
        runCurrent()
        val kinds = holder.state.value.sections.map { it.kind }
        assertEquals(listOf(SectionKind.RETURNED, SectionKind.OVERDUE, SectionKind.TWO_VALUES, SectionKind.DONE_TODAY), kinds)
        assertEquals(1, holder.state.value.replaced.size)
        holder.close()
    }

    @Test
    fun `today follows every change`() = runTest {
        val holder = TodayHolder(core, StandardTestDispatcher(testScheduler))
        runCurrent()
        core.agenda = core.agenda.copy(replaced = 0, returned = Friday.window(), overdue = Friday.window())
        core.change()
        runCurrent()
        assertTrue(holder.state.value.replaced.isEmpty())
        assertEquals(SectionKind.TWO_VALUES, holder.state.value.sections.first().kind)
        holder.close()
    }

    @Test
    fun `ten thousand tasks are read in windows and few stay in memory`() = runTest {
        core.tasks = List(10_000) { Friday.row("Việc $it", null, Status.ONGOING) }
        val holder = AllTasksHolder(core, StandardTestDispatcher(testScheduler))
        runCurrent()
        assertEquals(10_000, holder.state.value.total)
        for (at in 0 until 10_000) {
            holder.show(at)
            runCurrent()
            assertEquals("Việc $at", holder.state.value.row(at)?.title)
            assertTrue(holder.state.value.windows.size <= 3)
        }
        assertTrue(core.windows.all { it.limit == AllTasks.WINDOW })
        assertNull(holder.state.value.row(0))
        holder.close()
    }

    @Test
    fun `a search begins at its first row`() = runTest {
        val holder = AllTasksHolder(core, StandardTestDispatcher(testScheduler))
        runCurrent()
        holder.search("mã qr", onlyOpen = false)
        runCurrent()
        assertEquals(listOf(Friday.qr), holder.state.value.windows[0])
        holder.search("không có", onlyOpen = false)
        runCurrent()
        assertEquals(0, holder.state.value.total)
        holder.close()
    }
}
