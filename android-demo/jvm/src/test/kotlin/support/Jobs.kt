package support

import android.app.job.JobParameters
import android.content.Intent
import org.robolectric.Robolectric
import org.robolectric.shadows.ShadowJobService
import org.robolectric.Shadows.shadowOf
import org.robolectric.util.ReflectionHelpers
import vn.soviec.demo.ui.SyncJob

/** What the system does with a job, as far as the framework's shadow goes. */
object Jobs {
    enum class End { DONE, TRY_AGAIN }

    fun run(id: Int): End {
        val service = Robolectric.buildService(SyncJob::class.java, Intent()).create().get()
        val parameters = ReflectionHelpers.newInstance(JobParameters::class.java)
        ReflectionHelpers.setField(parameters, "jobId", id)
        check(service.onStartJob(parameters)) { "the job has nothing to do" }
        val shadow: ShadowJobService = shadowOf(service)
        Phone.until("the job has ended") { shadow.isJobFinished }
        return if (shadow.isRescheduleNeeded) End.TRY_AGAIN else End.DONE
    }
}
