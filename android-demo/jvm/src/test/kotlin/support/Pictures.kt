package support

import android.graphics.Bitmap
import android.graphics.BitmapFactory
import android.graphics.Color
import java.io.File
import kotlin.math.abs

/** Pictures of screens, compared with the committed ones; the folder of new ones is never committed. */
object Pictures {
    private val fresh = File(System.getProperty("soviec.shots"))
    private val committed = File(System.getProperty("soviec.pictures"))

    /** How far a channel may be off, and how many pixels of a thousand may be off by more. */
    private const val CHANNEL = 24
    private const val PER_MILLE = 3.0

    fun check(name: String, picture: Bitmap) {
        val file = File(fresh, "$name.png").apply { parentFile?.mkdirs() }
        file.outputStream().use { check(picture.compress(Bitmap.CompressFormat.PNG, 100, it)) }
        if (System.getProperty("soviec.renew") == "yes") return
        val known = BitmapFactory.decodeFile(File(committed, "$name.png").path)
            ?: error("no picture $name is committed: look at $file, then run android-demo/shots")
        val off = difference(known, picture)
        check(off <= PER_MILLE) {
            "$name differs in $off of 1000 pixels: look at $file; if it is right, run android-demo/shots"
        }
    }

    private fun difference(one: Bitmap, other: Bitmap): Double {
        if (one.width != other.width || one.height != other.height) return 1000.0
        val a = pixels(one)
        val b = pixels(other)
        return a.indices.count { far(a[it], b[it]) } * 1000.0 / a.size
    }

    private fun pixels(of: Bitmap) = IntArray(of.width * of.height).also { of.getPixels(it, 0, of.width, 0, 0, of.width, of.height) }

    private fun far(a: Int, b: Int) = abs(Color.red(a) - Color.red(b)) > CHANNEL ||
        abs(Color.green(a) - Color.green(b)) > CHANNEL || abs(Color.blue(a) - Color.blue(b)) > CHANNEL
}
