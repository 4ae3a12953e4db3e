package vn.soviec.support

import java.io.File
import java.nio.file.Files
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout

/** How long anything may take before it is a failure. Nothing waits so long when all is well. */
private const val DEADLINE = 120_000L

/** Runs a story in a folder of its own, which stays behind only if it fails. */
fun story(run: suspend Story.() -> Unit) {
    val above = File(System.getProperty("soviec.out") ?: System.getProperty("java.io.tmpdir"))
    above.mkdirs()
    val folder = Files.createTempDirectory(above.toPath(), "story").toFile()
    Story(folder).use { runBlocking { withTimeout(DEADLINE) { it.run() } } }
    folder.deleteRecursively()
}

/** What a story may use; all of it is closed when the story ends. */
class Story(val folder: File) : AutoCloseable {
    private val things = ArrayDeque<AutoCloseable>()

    fun <T : AutoCloseable> keep(thing: T): T = thing.also(things::addFirst)

    /** A sample commune with its relay, and codes for its officers. */
    fun office(): Office = keep(Office.dev(File(folder, "office")))

    /** A phone of its own. */
    fun phone(name: String): Phone = Phone(File(folder, name))

    override fun close() = things.forEach(AutoCloseable::close)
}

/** What `call` throws, which must be an [E]. */
inline fun <reified E : Throwable> failure(call: () -> Unit): E {
    try {
        call()
    } catch (e: Throwable) {
        if (e is E) return e
        throw AssertionError("${E::class.java.simpleName} was expected, not $e", e)
    }
    throw AssertionError("${E::class.java.simpleName} was expected, and all went well")
}
