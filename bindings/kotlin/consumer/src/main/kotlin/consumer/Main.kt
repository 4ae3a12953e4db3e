package consumer

import java.io.File
import kotlinx.coroutines.runBlocking
import vn.soviec.Place
import vn.soviec.Replica
import vn.soviec.SoViec
import vn.soviec.SoViecException

/** Opens a book in the folder that is named, and asks for what only an enrolled phone has. */
fun main(words: Array<String>) = runBlocking {
    val folder = File(words.single())
    Replica.open(Place(File(folder, "book.db"), folder), ByteArray(32) { 7 }).use { book ->
        val code = try {
            book.whoAmI().device
        } catch (e: SoViecException.Enrol) {
            e.code
        }
        check(code == "not_enrolled") { code }
        check(book.supportReport().contains(SoViec.version))
    }
    println("the installed library ${SoViec.version} runs")
}
