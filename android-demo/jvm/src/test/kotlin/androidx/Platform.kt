// The bytecode of Robolectric names a few classes of androidx.test, which Maven Central does not
// have. In this folder stand the names it meets when it runs these tests, with just as much behind
// them as it uses.
package androidx.test.platform.app

import android.app.Instrumentation
import android.os.Bundle

object InstrumentationRegistry {
    private var instrumentation: Instrumentation? = null
    private var arguments = Bundle()

    @JvmStatic
    fun registerInstance(given: Instrumentation?, with: Bundle?) {
        instrumentation = given
        arguments = with ?: Bundle()
    }

    @JvmStatic
    fun getInstrumentation(): Instrumentation = checkNotNull(instrumentation)

    @JvmStatic
    fun getArguments(): Bundle = arguments
}
