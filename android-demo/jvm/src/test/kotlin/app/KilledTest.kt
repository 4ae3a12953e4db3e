package app

import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import support.Child
import support.Relay
import java.io.File

/**
 * `kill -9` in the middle of a tick. One JVM enrols and presses the boxes of a checklist; it is
 * killed while a press is on its way; a second JVM opens the same files with the saved state.
 */
class KilledTest {
    private lateinit var relay: Relay
    private val root = File(System.getProperty("soviec.work"), "killed")

    @Before
    fun start() {
        root.deleteRecursively()
        root.mkdirs()
        relay = Relay.start("killed")
    }

    @After
    fun end() = relay.close()

    @Test
    fun whatTheScreenHadShownIsThereAfterwards() {
        val shown = mutableMapOf<String, String>()
        val pressed = killInTheMiddle(shown)
        assertTrue(shown.isNotEmpty())

        val revived = mutableMapOf<String, String>()
        val second = child("app.RevivedPhone")
        for (line in second.lines()) {
            val (what, rest) = line.split(' ', limit = 2)
            if (what == "item") revived += rest.split(' ').let { (item, state) -> item to state }
            if (what == "draft") assertEquals("nháp chưa lưu", rest)
            if (what == "sent") assertEquals("0", rest)
        }
        assertEquals("the second phone ended well", 0, second.exit())
        // What was shown is there; the press that was cut off is wholly there or not at all.
        assertEquals(shown - pressed, revived - pressed)
        assertTrue(revived.getValue(pressed) in setOf("true", "false"))
    }

    /** Fills [shown] with what the first phone's screen said, and returns the item whose press was cut off. */
    private fun killInTheMiddle(shown: MutableMap<String, String>): String {
        val first = child("app.KilledPhone")
        var presses = 0
        for (line in first.lines()) {
            val (what, item, state) = "$line - -".split(' ')
            if (what == "shown") shown[item] = state
            if (what == "pressing" && ++presses > PRESSES) {
                first.kill()
                return item
            }
        }
        // What it said goes to standard error.
        error("the first phone ended by itself, with ${first.exit()}")
    }

    private fun child(test: String) = Child.start(
        test,
        "killed.root" to root.path, "killed.relay" to relay.address,
        "killed.code" to relay.codes.getValue("Nguyễn Đình Cường"), "killed.fingerprint" to relay.fingerprint,
    )

    private companion object {
        const val PRESSES = 12
    }
}
