package vn.soviec.demo.ui

import android.app.Application
import android.content.pm.PackageManager
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.flow.collectLatest
import kotlinx.coroutines.launch
import vn.soviec.SoViecException
import vn.soviec.demo.core.Core
import vn.soviec.demo.core.Courier
import vn.soviec.demo.core.Desk
import vn.soviec.demo.core.DeskState
import vn.soviec.demo.core.KeyVault
import vn.soviec.demo.core.Library
import vn.soviec.demo.core.ReplicaCore
import java.io.File
import java.time.Clock

/** The process: one desk, one courier, one clock, shared by activities and the sync job. */
open class DemoApp : Application() {
    private val process = CoroutineScope(SupervisorJob() + Dispatchers.IO)

    /** Made when it is first asked for, so that a process that only starts opens no database. */
    val desk: Desk by lazy { Desk(root(), vault(), library(), process, ::officeRoots).also(::watch) }
    val courier: Courier by lazy { Courier(desk) }
    val schedule: SyncSchedule by lazy { SyncSchedule(this, courier) }

    /** Only for words such as "20 minutes ago": no deadline is computed from it. */
    open val clock: Clock get() = Clock.systemDefaultZone()

    /** The address that the build was made for. */
    val relay: String
        get() {
            val info = packageManager.getApplicationInfo(packageName, PackageManager.GET_META_DATA)
            return info.metaData?.getString("vn.soviec.demo.relay").orEmpty()
        }

    /** A folder that no backup and no transfer to a new phone takes along. */
    protected open fun root(): File = noBackupFilesDir
    protected open fun vault(): KeyVault = KeystoreVault()
    protected open fun library(): Library = Library(ReplicaCore::open)

    override fun onCreate() {
        super.onCreate()
        registerActivityLifecycleCallbacks(PutAway { desk.scope.launch { pause() } })
    }

    /** The app is put away: what open rounds and notes say so far is written down, and can be sent. */
    private suspend fun pause() {
        val open = desk.state.value as? DeskState.Open ?: return
        try {
            open.core.pause()
        } catch (_: SoViecException) {
            // A draft that could not be written down is still a draft, and the next exchange tries again.
        }
    }

    private fun watch(desk: Desk) {
        process.launch { desk.state.collectLatest { if (it is DeskState.Open) send(it) } }
    }

    /** Sends soon after every change, and once after opening: an earlier process may have left something. */
    private suspend fun send(open: DeskState.Open) {
        schedule.regularly()
        schedule.soon()
        open.core.changes.collect { if (waits(open.core)) schedule.soon() }
    }

    /** A book that is just being closed, or a full disk, is told by the screens; a job would not help. */
    private suspend fun waits(core: Core): Boolean = try {
        core.health().waiting > 0
    } catch (_: SoViecException) {
        false
    }

    /** Certificates of an office that runs a relay of its own: files of this folder, if there are any. */
    private fun officeRoots(): List<ByteArray> =
        assets.list(ROOTS).orEmpty().map { name -> assets.open("$ROOTS/$name").use { it.readBytes() } }

    private companion object {
        const val ROOTS = "office-roots"
    }
}
