package vn.soviec.support

import java.io.InputStream
import java.io.OutputStream
import java.net.InetAddress
import java.net.ServerSocket
import java.net.Socket
import java.net.URI
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.Semaphore
import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread

/**
 * The line between a phone and a relay. It can be down (nobody answers), and it can hold answers
 * back: the relay has heard then, and the phone does not know.
 */
class Line(relay: String) : AutoCloseable {
    private val relay = URI(relay)
    private val open = CopyOnWriteArrayList<AutoCloseable>()
    private val held = Semaphore(0)
    private var listener = ServerSocket(0, 50, InetAddress.getLoopbackAddress()).also(::serve)
    private val port = listener.localPort

    /** What the phone takes for the relay's address. */
    val address = "http://127.0.0.1:$port"

    @Volatile
    var holdsAnswers = false

    /** Waits until an answer is held back. */
    fun awaitHeldAnswer() = check(held.tryAcquire(60, TimeUnit.SECONDS)) { "nothing came" }

    fun down() {
        listener.close()
        open.forEach(AutoCloseable::close)
    }

    fun up() {
        holdsAnswers = false
        open.forEach(AutoCloseable::close)
        if (listener.isClosed) {
            listener = ServerSocket(port, 50, InetAddress.getLoopbackAddress()).also(::serve)
        }
    }

    private fun serve(listener: ServerSocket) {
        thread(isDaemon = true) {
            runCatching { while (true) connect(listener.accept()) }
        }
    }

    private fun connect(phone: Socket) {
        val far = Socket(relay.host, relay.port)
        open += listOf(phone, far)
        thread(isDaemon = true) { pour(phone.getInputStream(), far.getOutputStream()) { true } }
        thread(isDaemon = true) { pour(far.getInputStream(), phone.getOutputStream(), ::passes) }
    }

    private fun passes(): Boolean {
        if (holdsAnswers) held.release()
        return !holdsAnswers
    }

    private fun pour(from: InputStream, to: OutputStream, passes: () -> Boolean) {
        val buffer = ByteArray(65_536)
        runCatching {
            while (true) {
                val read = from.read(buffer)
                if (read < 0) break
                if (passes()) to.write(buffer, 0, read)
            }
            to.close()
        }
    }

    override fun close() = down()
}
