package androidx.test.internal.runner.lifecycle

import android.app.Activity
import android.app.Application
import androidx.test.runner.lifecycle.ActivityLifecycleCallback
import androidx.test.runner.lifecycle.ActivityLifecycleMonitor
import androidx.test.runner.lifecycle.ApplicationLifecycleMonitor
import androidx.test.runner.lifecycle.ApplicationStage
import androidx.test.runner.lifecycle.Stage
import java.util.Collections
import java.util.WeakHashMap

class ActivityLifecycleMonitorImpl : ActivityLifecycleMonitor {
    private val reached: MutableMap<Activity, Stage> = Collections.synchronizedMap(WeakHashMap())
    private val listeners = Collections.synchronizedList(ArrayList<ActivityLifecycleCallback>())

    override fun addLifecycleCallback(callback: ActivityLifecycleCallback) {
        listeners.add(callback)
    }

    override fun removeLifecycleCallback(callback: ActivityLifecycleCallback) {
        listeners.remove(callback)
    }

    override fun getLifecycleStageOf(activity: Activity): Stage = reached.getValue(activity)

    override fun getActivitiesInStage(stage: Stage): Collection<Activity> =
        reached.filterValues { it == stage }.keys

    fun signalLifecycleChange(stage: Stage, activity: Activity) {
        reached[activity] = stage
        listeners.toList().forEach { it.onActivityLifecycleChanged(activity, stage) }
    }
}

class ApplicationLifecycleMonitorImpl : ApplicationLifecycleMonitor {
    fun signalLifecycleChange(application: Application, stage: ApplicationStage) {
        check(application.packageName.isNotEmpty()) { stage }
    }
}
