package state

import kotlinx.coroutines.async
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import support.Failures
import support.FixedCore
import vn.soviec.demo.core.Core
import vn.soviec.demo.core.Courier
import vn.soviec.demo.core.Delivery
import vn.soviec.demo.core.Desk
import vn.soviec.demo.core.DeskState
import vn.soviec.demo.core.KeyVault
import vn.soviec.demo.core.Library
import vn.soviec.demo.state.EnrolmentHolder
import java.io.File
import java.security.ProviderException
import kotlinx.coroutines.test.StandardTestDispatcher

class DeskTest {
    @get:Rule
    val folder = TemporaryFolder()

    /** Turns every byte over; [lost] is a Keystore that has forgotten, [broken] one that does nothing. */
    private class Vault : KeyVault {
        var lost = false
        var broken = false

        private fun turn(bytes: ByteArray) = ByteArray(bytes.size) { (bytes[it].toInt() xor 0x5a).toByte() }

        override fun wrap(key: ByteArray): ByteArray =
            if (broken) throw ProviderException("no Keystore") else turn(key)

        override fun unwrap(wrapped: ByteArray): ByteArray =
            if (lost || broken) throw ProviderException("no key") else turn(wrapped)
    }

    private val vault = Vault()
    private val keys = mutableListOf<ByteArray>()
    private var core: () -> Core = { FixedCore() }

    /** A library that makes its file, as the real one does, and remembers the keys. */
    private val library = Library { place, key ->
        keys += key.copyOf()
        place.database.createNewFile()
        core()
    }

    private fun TestScope.desk() = Desk(folder.root, vault, library, backgroundScope)

    private fun TestScope.opened(): DeskState {
        val desk = desk()
        desk.start()
        runCurrent()
        return desk.state.value
    }

    private val aside get() = folder.root.listFiles().orEmpty().filter { it.name.startsWith("book-set-aside") }

    @Test
    fun `the same key opens the book again`() = runTest {
        assertTrue(opened() is DeskState.Open)
        assertTrue(opened() is DeskState.Open)
        assertArrayEquals(keys[0], keys[1])
        assertFalse(File(folder.root, "book/key").readBytes().contentEquals(keys[0]))
    }

    @Test
    fun `started twice it opens once`() = runTest {
        val desk = desk()
        repeat(3) { desk.start() }
        runCurrent()
        assertEquals(1, keys.size)
    }

    @Test
    fun `a lost key sets the book aside and deletes nothing`() = runTest {
        opened()
        File(folder.root, "book/book.sqlite").writeText("work that was not sent")
        vault.lost = true
        core = { FixedCore(enrolled = false) }
        val state = opened() as DeskState.Enrolling
        assertTrue(state.setAside)
        assertEquals("work that was not sent", File(aside.single(), "book.sqlite").readText())
        assertTrue(File(aside.single(), "key").exists())
    }

    @Test
    fun `a database without its key file is set aside too`() = runTest {
        opened()
        File(folder.root, "book/key").delete()
        opened()
        assertEquals(1, aside.size)
    }

    @Test
    fun `a key of another database sets the book aside`() = runTest {
        var tries = 0
        core = { if (tries++ == 0) throw Failures.wrongKey else FixedCore(enrolled = false) }
        assertTrue((opened() as DeskState.Enrolling).setAside)
        assertEquals(1, aside.size)
    }

    @Test
    fun `a second book is set aside beside the first`() = runTest {
        repeat(2) {
            vault.lost = false
            opened()
            vault.lost = true
            opened()
        }
        assertEquals(setOf("book-set-aside-1", "book-set-aside-2"), aside.map { it.name }.toSet())
    }

    @Test
    fun `other failures set nothing aside and can be tried again`() = runTest {
        core = { throw Failures.full }
        val desk = desk()
        desk.start()
        runCurrent()
        assertEquals("storage_full", (desk.state.value as DeskState.Failed).code)
        core = { FixedCore() }
        desk.start()
        runCurrent()
        assertTrue(desk.state.value is DeskState.Open)
        assertTrue(aside.isEmpty())
    }

    @Test
    fun `a Keystore that cannot even make a key is told`() = runTest {
        vault.broken = true
        val state = opened() as DeskState.Failed
        assertEquals("ProviderException", state.code)
    }

    @Test
    fun `a wrong code changes nothing and the right one enrols`() = runTest {
        val empty = FixedCore(enrolled = false)
        core = { empty }
        val desk = desk()
        desk.start()
        runCurrent()
        val holder = EnrolmentHolder(desk, StandardTestDispatcher(testScheduler))
        empty.failure = Failures.badCode
        holder.enrol(" http://127.0.0.1:1 ", "U68K J6QG 62", "")
        runCurrent()
        assertEquals("bad_code", holder.state.value.trouble?.code)
        empty.failure = null
        holder.enrol("http://127.0.0.1:1", "U68K J6QG 62", "419C 8615 1A97 1746")
        runCurrent()
        assertEquals("enrol http://127.0.0.1:1 U68KJ6QG62 419C 8615 1A97 1746", empty.edits.last())
        assertTrue(desk.state.value is DeskState.Open)
        assertFalse(holder.state.value.confirmed)
        holder.reject()
        runCurrent()
        assertEquals(1, aside.size)
        holder.close()
    }

    @Test
    fun `a wish to send while the job runs makes it look once more`() = runTest {
        val one = FixedCore()
        core = { one }
        val courier = Courier(desk())
        one.disk = CompletableDeferred()
        val delivery = backgroundScope.async { courier.deliver() }
        runCurrent()
        assertTrue(courier.takesOver())
        one.disk?.complete(Unit)
        assertEquals(Delivery.DONE, delivery.await())
        assertEquals(2, one.syncs)
        assertFalse(courier.takesOver())
    }

    @Test
    fun `only what time can mend is tried again`() = runTest {
        val one = FixedCore()
        core = { one }
        val courier = Courier(desk())
        one.failure = Failures.offline
        assertEquals(Delivery.TRY_LATER, courier.deliver())
        one.failure = Failures.full
        assertEquals(Delivery.DONE, courier.deliver())
    }
}
