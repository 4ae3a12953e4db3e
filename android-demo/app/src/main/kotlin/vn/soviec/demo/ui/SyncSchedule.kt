package vn.soviec.demo.ui

import android.app.job.JobInfo
import android.app.job.JobScheduler
import android.content.ComponentName
import android.content.Context
import vn.soviec.demo.core.Courier
import java.util.concurrent.TimeUnit.HOURS
import java.util.concurrent.TimeUnit.SECONDS

/** When the system is asked to run [SyncJob]: after a change, and now and then to receive. */
class SyncSchedule(private val context: Context, private val courier: Courier) {
    private val jobs: JobScheduler get() = checkNotNull(context.getSystemService(JobScheduler::class.java))

    /** As soon as there is a network; a few taps in a row make one exchange. */
    fun soon() {
        if (courier.takesOver() || jobs.getPendingJob(CHANGE) != null) return
        jobs.schedule(job(CHANGE).setMinimumLatency(SECONDS.toMillis(5)).build())
    }

    fun regularly() {
        if (jobs.getPendingJob(REGULAR) != null) return
        jobs.schedule(job(REGULAR).setPeriodic(HOURS.toMillis(4)).build())
    }

    private fun job(id: Int) = JobInfo.Builder(id, ComponentName(context, SyncJob::class.java))
        .setRequiredNetworkType(JobInfo.NETWORK_TYPE_ANY)
        .setBackoffCriteria(SECONDS.toMillis(30), JobInfo.BACKOFF_POLICY_EXPONENTIAL)
        .setPersisted(true)

    companion object {
        const val CHANGE = 1
        const val REGULAR = 2
    }
}
