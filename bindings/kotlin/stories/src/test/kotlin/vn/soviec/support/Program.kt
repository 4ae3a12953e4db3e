package vn.soviec.support

import java.io.File
import java.util.concurrent.TimeUnit

/** The program `soviec` of the same build. */
object Program {
    private val file: String =
        System.getProperty("soviec.bin") ?: System.getenv("SOVIEC_BIN")
            ?: error("where is the program soviec? set SOVIEC_BIN")

    /** Runs a command to its end and returns what it printed. */
    fun run(vararg words: String): String {
        val process = builder(*words).redirectErrorStream(true).start()
        val said = process.inputStream.bufferedReader().readText()
        check(process.waitFor() == 0) { "soviec ${words.first()}: $said" }
        return said
    }

    /** Starts a command; its log goes nowhere, so that it never waits for a reader. */
    fun start(vararg words: String): Process =
        builder(*words).redirectError(ProcessBuilder.Redirect.DISCARD).start()

    private fun builder(vararg words: String) = ProcessBuilder(file, *words)
}

/** A relay that runs until it is closed. */
class Relay(data: File, vararg more: String) : AutoCloseable {
    private val process =
        Program.start("serve", "--data", data.path, "--listen", "127.0.0.1:0", *more)
    private val said = process.inputStream.bufferedReader()

    /** Where it listens; the first thing that it says. */
    val address: String = line().substringAfter("soviec serves ")

    fun line(): String = checkNotNull(said.readLine()) { "the relay ended" }

    override fun close() {
        process.destroy()
        if (!process.waitFor(10, TimeUnit.SECONDS)) process.destroyForcibly().waitFor()
    }
}
