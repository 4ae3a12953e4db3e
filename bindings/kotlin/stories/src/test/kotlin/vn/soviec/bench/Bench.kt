package vn.soviec.bench

import java.io.File
import java.util.Locale
import kotlin.system.exitProcess
import kotlinx.coroutines.runBlocking
import vn.soviec.BookId
import vn.soviec.ItemId
import vn.soviec.OfficerId
import vn.soviec.Replica
import vn.soviec.SoViec
import vn.soviec.Window
import vn.soviec.support.Office
import vn.soviec.support.Phone
import vn.soviec.support.me

/** How often a fresh JVM is started, and how often Kotlin and Rust take turns. */
private const val STARTS = 5
private const val TURNS = 3

/** Calls before JIT compilers have settled, and calls that are measured. */
private const val WARM = 3_000
private const val LISTS = 1_000
private const val TICKS = 200

/**
 * What the way from Kotlin to Rust and back costs: a call in Kotlin minus the same call in Rust, in
 * turns on equal books. Prints lines of name, value and unit: of each turn the median, of all turns
 * the best. The limits are held against what nine of ten calls exceed, in both languages: what else
 * the machine does in the meantime falls on the other nine.
 */
fun main(words: Array<String>) = runBlocking {
    if (words.isNotEmpty()) return@runBlocking coldStart(Phone(File(words.first())))
    val folder = File(System.getProperty("soviec.out"), "bench").apply { deleteRecursively() }
    val (kotlin, rust) = twins(folder)

    val starts = List(STARTS) { lines(java("vn.soviec.bench.BenchKt", kotlin.path)) }
    fun started(name: String) = starts.minOf { it.getValue(name) }
    say("first_load", started("first_load"), "us")

    val book = Phone(kotlin).let { Replica.open(it.place, it.key()) }
    val ticker = Ticker.of(book)
    list(book, WARM)
    ticker.run(TICKS)
    val turns = List(TURNS) {
        val calls = System.getProperty("soviec.calls")
        val there = lines(listOf(calls, rust.path, hex(Phone(rust).key())))
        Triple(there, list(book, LISTS), ticker.run(TICKS))
    }
    book.close()
    fun inRust(name: String) = turns.minOf { it.first.getValue(name) }
    val (listed, ticked) = listOf(turns.map { it.second }, turns.map { it.third })
    say("first_list_rust", inRust("first_list"), "us")
    say("list_100_rust", inRust("list_100"), "us")
    say("list_100_kotlin", listed.minOf { it.median }, "us")
    say("tick_rust", inRust("tick"), "us")
    say("tick_kotlin", ticked.minOf { it.median }, "us")

    val tick = inRust("tick_low")
    val held = listOf(
        holds("list_100_bridge", listed.minOf { it.low } - inRust("list_100_low"), 500.0),
        holds("tick_bridge", ticked.minOf { it.low } - tick, maxOf(tick * 0.2, 120.0)),
        holds("first_list", started("first_list"), 100_000.0),
    )
    folder.deleteRecursively()
    if (!held.all { it }) exitProcess(1)
}

/** Two equal books of a thousand tasks, on phones that are one phone twice. */
private suspend fun twins(folder: File): Pair<File, File> {
    val (kotlin, rust) = listOf(File(folder, "kotlin"), File(folder, "rust"))
    Office.large(File(folder, "office"), plans = 1, tasks = 1_000, items = true).use { office ->
        Phone(kotlin).enrolled(office.address, office.codes.single().code).close()
    }
    kotlin.copyRecursively(rust)
    return kotlin to rust
}

/** In a JVM of its own: the library's load, then from the loaded library to the first list. */
private suspend fun coldStart(phone: Phone) {
    val start = System.nanoTime()
    SoViec.version
    val loaded = System.nanoTime()
    val book = Replica.open(phone.place, phone.key())
    check(book.tasks().rows.size == 100)
    val listed = System.nanoTime()
    book.close()
    say("first_load", (loaded - start) / 1e3, "us")
    say("first_list", (listed - loaded) / 1e3, "us")
}

private suspend fun list(book: Replica, times: Int): Times =
    Times(List(times) { timed { book.tasks(window = Window(0, 100)) } })

private class Edit(val by: OfficerId, val where: BookId, val item: ItemId)

private class Ticker(private val book: Replica, private val items: List<Edit>) {
    private var done = true
    private var at = 0

    /** Ticks one item after the other; in the next round takes the ticks back. */
    suspend fun run(times: Int): Times = Times(List(times) {
        val edit = items[at]
        val took = timed { check(book.tick(edit.by, edit.where, edit.item, done)) }
        at = (at + 1) % items.size
        if (at == 0) done = !done
        took
    })

    companion object {
        suspend fun of(book: Replica): Ticker {
            val me = book.whoAmI().me.id
            val rows = book.tasks(window = Window(0, 100)).rows
            val tasks = rows.map { book.task(it.book, it.task) }
            return Ticker(book, tasks.map { Edit(me, it.row.book, it.items.first().item) })
        }
    }
}

private inline fun timed(call: () -> Unit): Double {
    val start = System.nanoTime()
    call()
    return (System.nanoTime() - start) / 1e3
}

private class Times(all: List<Double>) {
    private val sorted = all.sorted()
    val median = sorted[sorted.size / 2]
    val low = sorted[sorted.size / 10]
}

private fun holds(name: String, value: Double, limit: Double): Boolean {
    say(name, value, "us")
    say("${name}_limit", limit, "us")
    if (value > limit) println("$name is over its limit")
    return value <= limit
}

private fun say(name: String, value: Double, unit: String) =
    println("%-22s %12.1f %s".format(Locale.ROOT, name, value, unit))

private fun hex(bytes: ByteArray) = bytes.joinToString("") { "%02x".format(it) }

private fun java(vararg words: String): List<String> {
    val java = File(System.getProperty("java.home"), "bin/java").path
    return listOf(java, "-cp", System.getProperty("java.class.path"), *words)
}

/** What a program prints as lines of name, value and unit. */
private fun lines(command: List<String>): Map<String, Double> {
    val process = ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start()
    val said = process.inputStream.bufferedReader().readLines()
    check(process.waitFor() == 0) { "${command.first()} failed" }
    return said.map { it.trim().split(Regex(" +")) }.associate { it[0] to it[1].toDouble() }
}
