package vn.soviec.demo.ui

import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyProperties
import vn.soviec.demo.core.KeyVault
import java.nio.ByteBuffer
import java.security.KeyStore
import java.util.UUID
import javax.crypto.Cipher
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec

/**
 * Wraps with an AES key of the Android Keystore.
 *
 * No user authentication is asked for: a new PIN or fingerprint would end such a key, and with it
 * the edits that wait. Every wrapped key has a Keystore key of its own, whose name stands in
 * front; an older one is left where it is, as the database it belongs to is.
 */
class KeystoreVault : KeyVault {
    override fun wrap(key: ByteArray): ByteArray {
        val name = UUID.randomUUID().toString()
        val cipher = Cipher.getInstance(CIPHER).apply { init(Cipher.ENCRYPT_MODE, make(name)) }
        return name.toByteArray() + cipher.iv + cipher.doFinal(key)
    }

    override fun unwrap(wrapped: ByteArray): ByteArray {
        val parts = ByteBuffer.wrap(wrapped)
        val name = String(ByteArray(NAME).also { parts.get(it) })
        val iv = ByteArray(IV).also { parts.get(it) }
        val sealed = ByteArray(parts.remaining()).also { parts.get(it) }
        val store = KeyStore.getInstance(PROVIDER).apply { load(null) }
        val key = checkNotNull(store.getKey(name, null)) { "the Keystore has lost the key" }
        return Cipher.getInstance(CIPHER).run {
            init(Cipher.DECRYPT_MODE, key, GCMParameterSpec(TAG_BITS, iv))
            doFinal(sealed)
        }
    }

    private fun make(name: String): SecretKey {
        val purposes = KeyProperties.PURPOSE_ENCRYPT or KeyProperties.PURPOSE_DECRYPT
        val wanted = KeyGenParameterSpec.Builder(name, purposes)
            .setBlockModes(KeyProperties.BLOCK_MODE_GCM)
            .setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE)
            .setKeySize(256)
            .build()
        return KeyGenerator.getInstance(KeyProperties.KEY_ALGORITHM_AES, PROVIDER)
            .apply { init(wanted) }.generateKey()
    }

    private companion object {
        const val PROVIDER = "AndroidKeyStore"
        const val CIPHER = "AES/GCM/NoPadding"
        const val NAME = 36
        const val IV = 12
        const val TAG_BITS = 128
    }
}
