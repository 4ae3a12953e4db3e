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
import vn.soviec.Tap
import vn.soviec.demo.state.ChecklistHolder
import vn.soviec.demo.state.RoundHolder

class RoundTest {
    private val core = FixedCore()

    private fun TestScope.holder(): RoundHolder {
        val dispatcher = StandardTestDispatcher(testScheduler)
        return RoundHolder(core, Friday.hanh, Friday.book, Friday.qr.task, Friday.counted, backgroundScope, dispatcher)
            .also { runCurrent() }
    }

    @Test
    fun `a tap is shown when the disk has it and none of a quick row is dropped`() = runTest {
        val holder = holder()
        assertNull(holder.state.value.draft)
        core.disk = CompletableDeferred()
        repeat(3) { holder.tap(Tap.Plus) }
        runCurrent()
        assertNull(holder.state.value.draft)
        assertTrue(holder.state.value.busy)
        core.disk?.complete(Unit)
        runCurrent()
        assertEquals(3L, holder.state.value.draft?.counted)
        assertFalse(holder.state.value.busy)
        holder.close()
    }

    @Test
    fun `a tap that could not be kept is not shown and its reason is`() = runTest {
        val holder = holder()
        core.failure = Failures.full
        holder.tap(Tap.Plus)
        runCurrent()
        assertNull(holder.state.value.draft)
        assertEquals("storage_full", holder.state.value.trouble?.code)
        core.failure = null
        holder.tap(Tap.Plus)
        runCurrent()
        assertEquals(1L, holder.state.value.draft?.counted)
        assertNull(holder.state.value.trouble)
        holder.close()
    }

    @Test
    fun `a tap ends although its screen is gone`() = runTest {
        val holder = holder()
        core.disk = CompletableDeferred()
        holder.tap(Tap.Plus)
        runCurrent()
        holder.close()
        core.disk?.complete(Unit)
        runCurrent()
        assertEquals(1L, core.round?.counted)
    }

    @Test
    fun `a chosen reason closes the sheet and a finish follows all taps`() = runTest {
        val holder = holder()
        holder.choose(true)
        holder.tap(Tap.LeftOut(holder.reasons.last().code))
        holder.tap(Tap.Plus)
        holder.finish()
        runCurrent()
        assertFalse(holder.state.value.choosing)
        assertTrue(holder.state.value.finished)
        assertEquals(listOf("session 1"), core.edits)
        holder.close()
    }

    @Test
    fun `what is typed is kept letter by letter and given up with the note`() = runTest {
        val dispatcher = StandardTestDispatcher(testScheduler)
        val holder = ChecklistHolder(core, Friday.hanh, Friday.book, Friday.qr.task, backgroundScope, dispatcher)
        runCurrent()
        holder.type("Hộ cu")
        holder.type("Hộ cuối")
        runCurrent()
        assertEquals("Hộ cuối", core.note?.text)
        holder.type("Hộ cuối làng")
        holder.note("Hộ cuối làng")
        runCurrent()
        assertNull("no letter comes after its note", core.note)
        assertEquals(listOf("note Hộ cuối làng"), core.edits)
        holder.close()
    }
}
