package androidx.test.internal.runner.intent

import android.content.Intent
import androidx.test.runner.intent.IntentMonitor

class IntentMonitorImpl : IntentMonitor {
    private val signalled = ArrayList<Intent>()

    fun signalIntent(intent: Intent) {
        signalled.add(intent)
    }
}
