package vn.soviec.demo.ui

import android.app.job.JobParameters
import android.app.job.JobService
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.launch
import vn.soviec.demo.core.Delivery

/** Sends and receives when the system says that there is a network. */
class SyncJob : JobService() {
    private val running = mutableMapOf<Int, Job>()

    override fun onStartJob(parameters: JobParameters): Boolean {
        val app = application as DemoApp
        running[parameters.jobId] = app.desk.scope.launch {
            val delivery = app.courier.deliver()
            launch(Dispatchers.Main) { end(parameters, delivery) }
        }
        return true
    }

    private fun end(parameters: JobParameters, delivery: Delivery) {
        if (running.remove(parameters.jobId) != null) {
            jobFinished(parameters, delivery == Delivery.TRY_LATER)
        }
    }

    /** The network went, or the time is up: the exchange ends at a page, and what is left waits. */
    override fun onStopJob(parameters: JobParameters): Boolean {
        running.remove(parameters.jobId)?.cancel()
        return true
    }
}
