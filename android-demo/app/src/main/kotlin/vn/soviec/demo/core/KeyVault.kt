package vn.soviec.demo.core

/**
 * Wraps the key of the database with a key that cannot leave the phone.
 *
 * Both calls may throw whatever the platform throws; [KeyFile] makes one [KeyLost] of it.
 */
interface KeyVault {
    fun wrap(key: ByteArray): ByteArray

    fun unwrap(wrapped: ByteArray): ByteArray
}

/** The key of the database cannot be had any more: what it opened is set aside, never deleted. */
class KeyLost(cause: Throwable?) : Exception("the key of the database cannot be unwrapped", cause)
