package state

import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.test.StandardTestDispatcher
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import support.Failures
import support.FixedCore
import support.Friday
import vn.soviec.Declared
import vn.soviec.DeadlineKind
import vn.soviec.demo.state.Checklist
import vn.soviec.demo.state.ChecklistHolder

class ChecklistTest {
    private val core = FixedCore()
    private val gate = Friday.detail.items[1]

    private fun TestScope.holder(): ChecklistHolder {
        val dispatcher = StandardTestDispatcher(testScheduler)
        return ChecklistHolder(core, Friday.hanh, Friday.book, Friday.qr.task, backgroundScope, dispatcher)
            .also { runCurrent() }
    }

    private val ChecklistHolder.gate get() = checkNotNull(state.value.detail).items[1]

    @Test
    fun `a box is ticked when the disk has it and not before`() = runTest {
        val holder = holder()
        core.disk = CompletableDeferred()
        holder.tick(gate)
        runCurrent()
        assertFalse(holder.gate.done)
        assertTrue(gate.item in holder.state.value.busy)
        core.disk?.complete(Unit)
        runCurrent()
        assertTrue(holder.gate.done)
        assertTrue(holder.state.value.busy.isEmpty())
        holder.close()
    }

    @Test
    fun `pressed twice it is ticked once`() = runTest {
        val holder = holder()
        core.disk = CompletableDeferred()
        holder.tick(gate)
        holder.tick(gate)
        core.disk?.complete(Unit)
        runCurrent()
        assertEquals(listOf("tick Cổng chợ có mã QR true"), core.edits)
        holder.close()
    }

    @Test
    fun `what could not be saved is not shown as saved and its reason is`() = runTest {
        val holder = holder()
        core.failure = Failures.full
        holder.tick(gate)
        runCurrent()
        assertFalse(holder.gate.done)
        assertEquals("storage_full", holder.state.value.trouble?.code)
        core.failure = null
        holder.tick(gate)
        runCurrent()
        assertTrue(holder.gate.done)
        assertNull(holder.state.value.trouble)
        holder.close()
    }

    @Test
    fun `an edit ends although its screen is gone`() = runTest {
        val holder = holder()
        core.disk = CompletableDeferred()
        holder.declare(Declared.DONE)
        runCurrent()
        holder.close()
        core.disk?.complete(Unit)
        runCurrent()
        assertEquals(Declared.DONE, core.detail.row.declared)
    }

    @Test
    fun `a note's field is told once that the note is safe`() = runTest {
        val holder = holder()
        holder.note("Mã ở đình đã thay")
        runCurrent()
        assertEquals("Mã ở đình đã thay", holder.state.value.saved)
        holder.noted()
        assertNull(holder.state.value.saved)
        holder.close()
    }

    @Test
    fun `undo takes back the act that it names`() = runTest {
        val holder = holder()
        holder.undo(checkNotNull(holder.state.value.lastAct))
        runCurrent()
        assertEquals(listOf("undo e"), core.edits)
        holder.close()
    }

    @Test
    fun `what changes elsewhere is shown`() = runTest {
        val holder = holder()
        core.detail = core.detail.copy(partners = "Hội Phụ nữ")
        core.change()
        runCurrent()
        assertEquals("Hội Phụ nữ", holder.state.value.detail?.partners)
        holder.close()
    }

    @Test
    fun `an ongoing task is declared effective or not`() {
        val ongoing = Friday.detail.copy(row = Friday.qr.copy(deadline = DeadlineKind.ONGOING))
        assertEquals(listOf(Declared.EFFECTIVE, Declared.WEAK), Checklist(detail = ongoing).choices)
    }
}
