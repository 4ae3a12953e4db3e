package vn.soviec.tests

import java.io.File
import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.util.concurrent.TimeUnit
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Assumptions.assumeTrue
import org.junit.jupiter.api.Test
import vn.soviec.Place
import vn.soviec.Replica
import vn.soviec.SoViecException
import vn.soviec.support.story

/** A library that is not there, or not of this build, is told in one clear error. */
class OutOfStepTest {
    @Test
    fun aLibraryOfAnotherContract() = story {
        val library = ownLibrary()
        // The function that says which version of the contract it speaks.
        val at = returned(library, "ffi_soviec_ffi_uniffi_contract_version")
        library[at] = (library[at] - 1).toByte()
        val said = opened(File(folder, "libsoviec_ffi.so").apply { writeBytes(library) })
        assertEquals("ReportFault library_mismatch", said.first())
        assertTrue(said.last().startsWith("Các phần của ứng dụng không cùng một bản."))
    }

    @Test
    fun aLibraryWithOtherCalls() = story {
        val library = ownLibrary()
        val at = returned(library, "uniffi_soviec_ffi_checksum_method_replicahandle_tasks")
        library[at] = (library[at] + 1).toByte()
        val said = opened(File(folder, "libsoviec_ffi.so").apply { writeBytes(library) })
        assertEquals("ReportFault library_mismatch", said.first())
    }

    @Test
    fun noLibrary() = story {
        val said = opened(File(folder, "libsoviec_ffi.so").apply { writeText("no library") })
        assertEquals("ReportFault library_missing", said.first())
        assertTrue(said.last().startsWith("Ứng dụng cài chưa đủ phần trên máy này."))
    }

    private fun ownLibrary(): ByteArray {
        val platform = "${System.getProperty("os.name")} ${System.getProperty("os.arch")}"
        assumeTrue(platform == "Linux amd64", "the bytes of a Linux library are changed")
        val inside = Replica::class.java.getResourceAsStream("/linux-x86-64/libsoviec_ffi.so")
        return checkNotNull(inside) { "no library on the class path" }.use { it.readBytes() }
    }

    /** What a process of its own says that finds this library first. */
    private fun opened(library: File): List<String> {
        val java = File(System.getProperty("java.home"), "bin/java").path
        val paths = System.getProperty("surefire.test.class.path")
            ?: System.getProperty("java.class.path")
        val override = "-Duniffi.component.soviec_ffi.libraryOverride=${library.path}"
        val main = "vn.soviec.tests.OutOfStepTestKt"
        val process = ProcessBuilder(java, override, "-cp", paths, main, library.parent)
            .redirectError(ProcessBuilder.Redirect.INHERIT).start()
        val said = process.inputStream.bufferedReader().readLines()
        check(process.waitFor(60, TimeUnit.SECONDS))
        return said
    }

    /** Where the number stands that a function returns: `mov eax, NUMBER` or `mov ax, NUMBER`. */
    private fun returned(file: ByteArray, name: String): Int {
        val at = offset(file, name)
        val code = if (file[at] == 0x66.toByte()) at + 1 else at
        check(file[code] == 0xB8.toByte()) { "$name does more than to return a number" }
        return code + 1
    }

    /** Where a function's code begins in a 64-bit ELF file. */
    private fun offset(file: ByteArray, name: String): Int {
        val elf = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN)
        val sections = List(elf.getShort(0x3C).toInt()) { index ->
            Section(elf, elf.getLong(0x28).toInt() + index * elf.getShort(0x3A))
        }
        val symbols = sections.single { it.type == DYNSYM }
        val names = sections[symbols.link]
        for (at in symbols.start until symbols.start + symbols.size step 24) {
            val start = names.start + elf.getInt(at)
            val end = start + name.length
            if (String(file, start, name.length) != name || file[end] != 0.toByte()) continue
            val address = elf.getLong(at + 8)
            val code = sections.single { it.type == PROGBITS && address in it.addresses }
            return (address - code.addresses.first).toInt() + code.start
        }
        error("no function $name")
    }

    private class Section(elf: ByteBuffer, at: Int) {
        val type = elf.getInt(at + 4)
        val start = elf.getLong(at + 24).toInt()
        val size = elf.getLong(at + 32).toInt()
        val link = elf.getInt(at + 40)
        val addresses = elf.getLong(at + 16).let { it until it + size }
    }

    private companion object {
        const val PROGBITS = 1
        const val DYNSYM = 11
    }
}

/** Opens a book twice, since the first failure of a class and the later ones differ. */
fun main(words: Array<String>) = runBlocking {
    repeat(2) {
        val folder = File(words.first())
        try {
            Replica.open(Place(File(folder, "book.db"), folder), ByteArray(32)).close()
            println("opened")
        } catch (e: SoViecException) {
            println("${e.javaClass.simpleName} ${e.code}")
            println(e.sentence)
        }
    }
}
