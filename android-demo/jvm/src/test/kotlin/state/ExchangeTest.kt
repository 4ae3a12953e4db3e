package state

import kotlinx.coroutines.test.StandardTestDispatcher
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import support.Failures
import support.FixedCore
import support.Friday
import support.World
import vn.soviec.SyncState
import vn.soviec.demo.state.ExchangeHolder
import vn.soviec.demo.state.ReplacedHolder
import java.time.Clock
import java.time.Duration
import java.time.Instant

class ExchangeTest {
    private val core = FixedCore()
    private val clock = Clock.fixed(Instant.parse(Friday.NOW), World.zone)

    private fun TestScope.holder() =
        ExchangeHolder(core, clock, backgroundScope, StandardTestDispatcher(testScheduler)).also { runCurrent() }

    @Test
    fun `the line says what the library counts and how old the contact is`() = runTest {
        val holder = holder()
        val line = checkNotNull(holder.state.value.line)
        assertEquals(listOf(12L, 3L), listOf(line.sent, line.waiting))
        assertEquals(Duration.ofMinutes(20), line.age)
        holder.close()
    }

    @Test
    fun `a contact in the future of a wrong clock is now`() = runTest {
        core.health = core.health.copy(lastContact = clock.instant().plusSeconds(3600))
        val holder = holder()
        assertEquals(Duration.ZERO, holder.state.value.line?.age)
        holder.close()
    }

    @Test
    fun `a failed exchange says so and a later one takes the words away`() = runTest {
        val holder = holder()
        core.syncState.value = SyncState.Failed(Failures.offline)
        runCurrent()
        assertEquals("offline", holder.state.value.trouble?.code)
        core.syncState.value = SyncState.Idle(null)
        runCurrent()
        assertNull(holder.state.value.trouble)
        holder.close()
    }

    @Test
    fun `while one exchange runs no second one is begun`() = runTest {
        val holder = holder()
        core.syncState.value = SyncState.Running(null)
        holder.send()
        runCurrent()
        assertEquals(0, core.syncs)
        core.syncState.value = SyncState.Idle(null)
        holder.send()
        runCurrent()
        assertEquals(1, core.syncs)
        holder.close()
    }

    @Test
    fun `a returned edit is written again or laid aside once and stays readable`() = runTest {
        core.apart = listOf(Friday.returned) + core.apart
        val holder = holder()
        val returned = holder.state.value.apart.first()
        holder.writeAgain(returned)
        holder.writeAgain(returned)
        runCurrent()
        assertEquals(listOf("again edit-5"), core.edits)
        assertEquals(listOf("edit-5"), holder.state.value.aside.map { it.edit.id.value })
        holder.dismiss(holder.state.value.apart.first())
        runCurrent()
        assertTrue(holder.state.value.apart.isEmpty())
        assertEquals(2, holder.state.value.aside.size)
        holder.close()
    }

    @Test
    fun `a replaced value is used again or left once`() = runTest {
        val holder = ReplacedHolder(core, backgroundScope, StandardTestDispatcher(testScheduler))
        runCurrent()
        val pair = holder.state.value.pairs.single()
        holder.restore(pair)
        holder.restore(pair)
        runCurrent()
        assertEquals(listOf("restore r ${pair.mine.edit.value}"), core.edits)
        assertTrue(holder.state.value.pairs.isEmpty())
        holder.close()
    }
}
