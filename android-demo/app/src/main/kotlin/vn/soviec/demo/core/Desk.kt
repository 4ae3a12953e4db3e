package vn.soviec.demo.core

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import vn.soviec.Place
import vn.soviec.Profile
import vn.soviec.SoViecException
import java.io.File
import java.nio.file.Files
import java.nio.file.StandardCopyOption.ATOMIC_MOVE

/** In which state the one open book of this process is. */
sealed interface DeskState {
    data object Opening : DeskState

    /** The book is empty; [setAside] says that an older one could not be opened and was kept. */
    data class Enrolling(val core: Core, val setAside: Boolean) : DeskState

    data class Open(val core: Core, val profile: Profile) : DeskState

    /** [sentence] is null where the library had no part in the failure. */
    data class Failed(val sentence: String?, val code: String) : DeskState
}

/** Opens the library's database; in the app that is [ReplicaCore.open]. */
fun interface Library {
    suspend fun open(place: Place, key: ByteArray): Core
}

/**
 * The one holder of the library in this process: activities and the sync job share it.
 *
 * Below [root] lies the folder `book` with database, the device's file and the wrapped key. What
 * cannot be opened any more is renamed to `book-set-aside-N` and stays where it is.
 *
 * @property scope of the process. Edits run in it, so that no rotation of a screen cancels one.
 */
class Desk(
    private val root: File,
    private val vault: KeyVault,
    private val library: Library,
    val scope: CoroutineScope,
    private val officeRoots: () -> List<ByteArray> = { emptyList() },
) {
    private val one = Mutex()
    private val shown = MutableStateFlow<DeskState>(DeskState.Opening)
    val state: StateFlow<DeskState> get() = shown

    private val book get() = File(root, "book")
    private val database get() = File(book, "book.sqlite")

    /** Opens the book unless it is open already. Loading the library happens here, on [scope]. */
    fun start() {
        scope.launch {
            one.withLock {
                val now = shown.value
                if (now is DeskState.Opening || now is DeskState.Failed) open(setAside = false)
            }
        }
    }

    /** The state once there is one. */
    suspend fun opened(): DeskState = state.first { it !is DeskState.Opening }

    /**
     * Enrols this phone. What the library throws passes through, and nothing has changed then;
     * null says that the book itself is not open, and [state] why.
     */
    suspend fun enrol(address: String, code: String, fingerprint: String?): Profile? = one.withLock {
        val core = when (val now = shown.value) {
            is DeskState.Enrolling -> now.core
            is DeskState.Open -> return now.profile
            is DeskState.Opening, is DeskState.Failed -> return null
        }
        val profile = named(core, core.enrol(address, code, fingerprint))
        shown.value = DeskState.Open(core, profile)
        profile
    }

    /** With the directory the officer's name comes; without a network the name can wait. */
    private suspend fun named(core: Core, profile: Profile): Profile = try {
        core.sync()
        core.whoAmI()
    } catch (_: SoViecException) {
        profile
    }

    /** Puts the book away, by renaming it, and begins an empty one. */
    suspend fun setAside() = one.withLock {
        closeCore()
        rename()
        open(setAside = false)
    }

    /** Closes the book; a later [start] opens it again. */
    suspend fun close() = one.withLock {
        closeCore()
        shown.value = DeskState.Opening
    }

    private fun closeCore() = when (val now = shown.value) {
        is DeskState.Open -> now.core.close()
        is DeskState.Enrolling -> now.core.close()
        else -> Unit
    }

    private suspend fun open(setAside: Boolean) {
        shown.value = DeskState.Opening
        shown.value = try {
            openOrSetAside(setAside)
        } catch (failure: SoViecException) {
            DeskState.Failed(failure.sentence, failure.code)
        } catch (failure: Exception) {
            // A Keystore that cannot even make a key, a disk that takes no file: seen and told, not a crash.
            DeskState.Failed(null, failure.javaClass.simpleName)
        }
    }

    private suspend fun openOrSetAside(setAside: Boolean): DeskState = try {
        look(library.open(place(), key()), setAside)
    } catch (_: KeyLost) {
        openAnew()
    } catch (_: SoViecException.AskForKey) {
        // The key could be unwrapped, but it is not the one of this database.
        openAnew()
    }

    private suspend fun openAnew(): DeskState {
        rename()
        return look(library.open(place(), key()), setAside = true)
    }

    private suspend fun look(core: Core, setAside: Boolean): DeskState = try {
        DeskState.Open(core, core.whoAmI())
    } catch (_: SoViecException.Enrol) {
        DeskState.Enrolling(core, setAside)
    } catch (failure: SoViecException) {
        core.close()
        throw failure
    }

    private fun place(): Place {
        val device = File(book, "device")
        Files.createDirectories(device.toPath())
        return Place(database, device, officeRoots())
    }

    private fun key(): ByteArray {
        val file = KeyFile(File(book, "key"), vault)
        if (file.exists) return file.load()
        if (database.exists()) throw KeyLost(null)
        return file.create()
    }

    private fun rename() {
        val free = generateSequence(1) { it + 1 }.map { File(root, "book-set-aside-$it") }.first { !it.exists() }
        Files.move(book.toPath(), free.toPath(), ATOMIC_MOVE)
    }
}
