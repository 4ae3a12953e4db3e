package vn.soviec.demo.ui

import android.app.Activity
import android.app.Application
import android.os.Bundle

/** Tells when the last screen of the app is not seen any more; a screen that turns is still seen. */
class PutAway(private val told: () -> Unit) : Application.ActivityLifecycleCallbacks {
    private var started = 0

    override fun onActivityStarted(activity: Activity) {
        started++
    }

    override fun onActivityStopped(activity: Activity) {
        if (--started == 0 && !activity.isChangingConfigurations) told()
    }

    override fun onActivityCreated(activity: Activity, savedInstanceState: Bundle?) = Unit
    override fun onActivityResumed(activity: Activity) = Unit
    override fun onActivityPaused(activity: Activity) = Unit
    override fun onActivitySaveInstanceState(activity: Activity, outState: Bundle) = Unit
    override fun onActivityDestroyed(activity: Activity) = Unit
}
