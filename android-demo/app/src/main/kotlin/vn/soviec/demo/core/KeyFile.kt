package vn.soviec.demo.core

import java.io.File
import java.io.FileOutputStream
import java.nio.file.Files
import java.nio.file.StandardCopyOption.ATOMIC_MOVE
import java.security.SecureRandom

/** The key of the database, wrapped, in a file beside it. */
class KeyFile(private val file: File, private val vault: KeyVault) {
    val exists: Boolean get() = file.exists()

    /** The key; the caller wipes it. A Keystore that is only busy is asked again. */
    fun load(): ByteArray {
        var last: Exception? = null
        repeat(TRIES) {
            try {
                return unwrapped()
            } catch (failure: Exception) {
                // A Keystore answers a lost key with exceptions of many kinds, unchecked ones among them.
                last = failure
            }
        }
        throw KeyLost(last)
    }

    private fun unwrapped(): ByteArray =
        vault.unwrap(file.readBytes()).also { check(it.size == LENGTH) { "a key of another length" } }

    /** A new key. It is on the disk, and whole, before anything is written with it. */
    fun create(): ByteArray {
        val key = ByteArray(LENGTH).also(SecureRandom()::nextBytes)
        val fresh = File(file.path + ".new")
        FileOutputStream(fresh).use {
            it.write(vault.wrap(key))
            it.fd.sync()
        }
        Files.move(fresh.toPath(), file.toPath(), ATOMIC_MOVE)
        return key
    }

    private companion object {
        const val LENGTH = 32
        const val TRIES = 3
    }
}
