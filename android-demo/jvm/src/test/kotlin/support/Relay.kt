package support

import java.io.File
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit.SECONDS

/** A real relay with the sample commune: `soviec serve --dev`, a process of its own. */
class Relay private constructor(
    private val data: File,
    private val process: Process,
    private val lines: LinkedBlockingQueue<String>,
) : AutoCloseable {
    val address = expect("soviec serves ").substringAfter("soviec serves ").trim()
    val fingerprint = expect("office fingerprint: ").substringAfter(": ").trim()

    /** Codes by officer, in the order that the relay prints. */
    val codes: Map<String, String> = buildMap {
        while (true) {
            val line = next()
            if (!line.startsWith("enrolment code ")) break
            put(line.substringAfter('(').substringBefore(','), line.removePrefix("enrolment code ").substringBefore(' '))
        }
    }

    /** The same office at the same address, after it was closed. */
    fun again(): Relay = run(data, address.substringAfter("://"))

    /** What a clerk types: a command of `soviec` over this office's data. */
    fun clerk(vararg words: String): String {
        val program = listOf(System.getProperty("soviec.bin")) + words + listOf("--data", data.path)
        val process = ProcessBuilder(program).redirectErrorStream(true).start()
        val said = process.inputStream.bufferedReader().readText()
        check(process.waitFor() == 0) { "soviec ${words.first()}: $said" }
        return said
    }

    private fun next() = checkNotNull(lines.poll(60, SECONDS)) { "the relay says nothing" }

    private fun expect(start: String): String = generateSequence(::next).first { it.startsWith(start) }

    override fun close() {
        process.destroy()
        process.waitFor()
    }

    companion object {
        fun start(name: String): Relay =
            run(File(World.work, "relay-$name").apply { deleteRecursively() }, "127.0.0.1:0")

        private fun run(data: File, listen: String): Relay {
            val program = System.getProperty("soviec.bin")
            val process = ProcessBuilder(program, "serve", "--dev", "--data", data.path, "--listen", listen)
                .redirectErrorStream(true).start()
            Runtime.getRuntime().addShutdownHook(Thread(process::destroyForcibly))
            val lines = LinkedBlockingQueue<String>()
            Thread({ process.inputStream.bufferedReader().forEachLine(lines::put) }, "relay-output")
                .apply { isDaemon = true }.start()
            return Relay(data, process, lines)
        }
    }
}
