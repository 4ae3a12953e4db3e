package androidx.test.runner.intent

import android.app.Instrumentation
import android.content.Intent

interface IntentMonitor

fun interface IntentStubber {
    fun getActivityResultForIntent(intent: Intent): Instrumentation.ActivityResult?
}

object IntentMonitorRegistry {
    private var registered: IntentMonitor? = null

    @JvmStatic
    fun registerInstance(monitor: IntentMonitor?) {
        registered = monitor
    }

    @JvmStatic
    fun getInstance(): IntentMonitor = checkNotNull(registered)
}

object IntentStubberRegistry {
    private var loaded: IntentStubber? = null

    @JvmStatic
    fun load(stubber: IntentStubber?) {
        loaded = stubber
    }

    @JvmStatic
    fun isLoaded(): Boolean = loaded != null

    @JvmStatic
    fun getInstance(): IntentStubber = checkNotNull(loaded)
}
