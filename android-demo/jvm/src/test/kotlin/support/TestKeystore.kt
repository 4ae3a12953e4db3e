package support

import java.io.File
import java.io.InputStream
import java.io.OutputStream
import java.security.InvalidAlgorithmParameterException
import java.security.Key
import java.security.KeyStoreSpi
import java.security.Provider
import java.security.SecureRandom
import java.security.Security
import java.security.cert.Certificate
import java.security.spec.AlgorithmParameterSpec
import java.util.Collections
import java.util.Date
import java.util.Enumeration
import javax.crypto.KeyGeneratorSpi
import javax.crypto.SecretKey
import javax.crypto.spec.SecretKeySpec
import android.security.keystore.KeyGenParameterSpec

/**
 * A provider under the name of the Android Keystore: its keys are files, so that they outlive the
 * process as the real ones do. It says nothing about the real provider.
 */
object TestKeystore {
    private const val NAME = "AndroidKeyStore"
    lateinit var folder: File

    fun install(folder: File) {
        this.folder = folder.apply { mkdirs() }
        Security.removeProvider(NAME)
        Security.addProvider(KeysInFiles())
    }

    /** As when the phone's owner resets its credentials, or a service centre its security chip. */
    fun loseAll() = folder.listFiles().orEmpty().forEach { it.delete() }

    private class KeysInFiles : Provider(NAME, "1", "keys in files, for tests") {
        init {
            put("KeyStore.$NAME", Store::class.java.name)
            put("KeyGenerator.AES", Generator::class.java.name)
        }
    }

    class Generator : KeyGeneratorSpi() {
        private lateinit var wanted: KeyGenParameterSpec

        override fun engineInit(random: SecureRandom?) = throw InvalidAlgorithmParameterException("no spec")
        override fun engineInit(size: Int, random: SecureRandom?) = throw InvalidAlgorithmParameterException("no spec")

        override fun engineInit(spec: AlgorithmParameterSpec?, random: SecureRandom?) {
            wanted = spec as KeyGenParameterSpec
            check(!wanted.isUserAuthenticationRequired) { "a new PIN would end this key" }
        }

        override fun engineGenerateKey(): SecretKey {
            val bytes = ByteArray(wanted.keySize / 8).also(SecureRandom()::nextBytes)
            File(folder, wanted.keystoreAlias).writeBytes(bytes)
            return SecretKeySpec(bytes, "AES")
        }
    }

    class Store : KeyStoreSpi() {
        private fun file(alias: String?) = File(folder, alias.orEmpty())

        override fun engineGetKey(alias: String?, password: CharArray?): Key? =
            file(alias).takeIf { it.isFile }?.let { SecretKeySpec(it.readBytes(), "AES") }

        override fun engineContainsAlias(alias: String?) = file(alias).isFile
        override fun engineIsKeyEntry(alias: String?) = file(alias).isFile
        override fun engineIsCertificateEntry(alias: String?) = false
        override fun engineAliases(): Enumeration<String> =
            Collections.enumeration(folder.list().orEmpty().toList())

        override fun engineSize() = folder.list().orEmpty().size
        override fun engineDeleteEntry(alias: String?) {
            file(alias).delete()
        }

        override fun engineLoad(stream: InputStream?, password: CharArray?) = Unit
        override fun engineStore(stream: OutputStream?, password: CharArray?) = Unit
        override fun engineGetCertificateChain(alias: String?): Array<Certificate>? = null
        override fun engineGetCertificate(alias: String?): Certificate? = null
        override fun engineGetCreationDate(alias: String?): Date? = null
        override fun engineGetCertificateAlias(cert: Certificate?): String? = null
        override fun engineSetKeyEntry(alias: String?, key: Key?, password: CharArray?, chain: Array<out Certificate>?) =
            throw UnsupportedOperationException()

        override fun engineSetKeyEntry(alias: String?, key: ByteArray?, chain: Array<out Certificate>?) =
            throw UnsupportedOperationException()

        override fun engineSetCertificateEntry(alias: String?, cert: Certificate?) =
            throw UnsupportedOperationException()
    }
}
