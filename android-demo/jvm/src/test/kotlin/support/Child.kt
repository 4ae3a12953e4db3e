package support

import org.junit.runner.JUnitCore
import java.io.File
import java.lang.management.ManagementFactory
import kotlin.system.exitProcess

/** A second JVM that runs one test class and says what it does, line by line. */
class Child private constructor(private val process: Process) {
    private val log = StringBuilder()

    fun lines(): Sequence<String> = process.inputStream.bufferedReader().lineSequence()
        .onEach { log.appendLine(it) }.filter { it.startsWith(MARK) }.map { it.removePrefix(MARK) }

    /** `kill -9`: nothing of the process runs after this. */
    fun kill() {
        process.destroyForcibly()
        process.waitFor()
    }

    fun exit(): Int = process.waitFor().also { if (it != 0) System.err.println(log) }

    companion object {
        private const val MARK = "@@ "

        fun say(words: String) {
            println(MARK + words)
            System.out.flush()
        }

        fun start(test: String, vararg properties: Pair<String, String>): Child {
            val java = File(System.getProperty("java.home"), "bin/java").path
            val inherited = System.getProperties().stringPropertyNames()
                .filter { it.startsWith("soviec.") || it.startsWith("robolectric.") }
                .map { "-D$it=${System.getProperty(it)}" }
            val opened = ManagementFactory.getRuntimeMXBean().inputArguments.filter { it.startsWith("--add-opens") }
            val given = properties.map { (name, value) -> "-D$name=$value" }
            val command = listOf(java, "-Dfile.encoding=UTF-8") + opened + inherited + given +
                listOf("-cp", System.getProperty("java.class.path"), "support.ChildKt", test)
            val process = ProcessBuilder(command).redirectErrorStream(true).start()
            Runtime.getRuntime().addShutdownHook(Thread(process::destroyForcibly))
            return Child(process)
        }
    }
}

fun main(arguments: Array<String>) {
    val result = JUnitCore.runClasses(Class.forName(arguments.single()))
    result.failures.forEach { println(it.trace) }
    exitProcess(if (result.wasSuccessful()) 0 else 1)
}
