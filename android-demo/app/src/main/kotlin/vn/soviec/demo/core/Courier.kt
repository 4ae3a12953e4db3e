package vn.soviec.demo.core

import vn.soviec.SoViecException
import java.util.concurrent.atomic.AtomicBoolean

/** What the sync job tells the system when it ends. */
enum class Delivery { DONE, TRY_LATER }

/**
 * Sends and receives for the job, once at a time.
 *
 * The system stops a running job when the same job is scheduled again. So whoever wants to send
 * while it runs leaves a mark here instead, and the job looks once more before it ends.
 */
class Courier(private val desk: Desk) {
    private val running = AtomicBoolean()
    private val again = AtomicBoolean()

    /** Whether a running job has taken the wish over; if not, the caller schedules one. */
    fun takesOver(): Boolean {
        if (!running.get()) return false
        again.set(true)
        return running.get()
    }

    suspend fun deliver(): Delivery {
        desk.start()
        val core = (desk.opened() as? DeskState.Open)?.core ?: return Delivery.DONE
        running.set(true)
        try {
            do {
                again.set(false)
                core.sync()
            } while (again.get())
            return Delivery.DONE
        } catch (failure: SoViecException) {
            // Only what time can mend is worth the battery; the rest stands on the screen.
            return if (failure is SoViecException.TryLater) Delivery.TRY_LATER else Delivery.DONE
        } finally {
            running.set(false)
        }
    }
}
