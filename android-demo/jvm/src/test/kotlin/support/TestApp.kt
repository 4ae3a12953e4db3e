package support

import vn.soviec.demo.core.KeyVault
import vn.soviec.demo.core.Library
import vn.soviec.demo.ui.DemoApp
import java.io.File
import java.time.Clock
import java.time.Instant
import java.time.ZoneId

/** The app's process, on a folder and a clock of the test; the library is the real one unless it says otherwise. */
class TestApp : DemoApp() {
    override val clock: Clock get() = World.clock
    override fun root(): File = World.root
    override fun vault(): KeyVault = World.vault ?: super.vault()
    override fun library(): Library = World.library ?: super.library()
}

/** What a test decides before the app starts. */
object World {
    val zone: ZoneId = ZoneId.of("Asia/Ho_Chi_Minh")
    val work = File(System.getProperty("soviec.work"))
    var root = File(work, "nowhere")
    var clock: Clock = Clock.system(zone)
    var vault: KeyVault? = null
    var library: Library? = null

    /** A phone out of the box: an empty folder, the real library, the clock of the wall. */
    fun fresh(name: String) {
        root = File(work, name).apply {
            deleteRecursively()
            mkdirs()
        }
        clock = Clock.system(zone)
        vault = null
        library = null
        TestKeystore.install(File(root, "keystore"))
    }

    fun at(moment: String) {
        clock = Clock.fixed(Instant.parse(moment), zone)
    }
}
