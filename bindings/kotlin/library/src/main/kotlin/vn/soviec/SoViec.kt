package vn.soviec

import vn.soviec.internal.Library

/** How much a log line matters. */
public enum class LogLevel { ERROR, WARN, INFO, DEBUG }

/** Takes the core's log lines. */
public fun interface LogSink {
    /**
     * One line. It is called on a thread of the core, one line at a time. No line holds a secret, a
     * text of a document or a person's name. A sink that throws stays; its failures are counted in
     * [Health.logFailures].
     */
    public fun line(level: LogLevel, target: String, text: String)
}

/** What belongs to the whole process. */
public object SoViec {
    /** The version of the core. Loads the native library: not on a thread that draws. */
    public val version: String get() = Library.version()

    /** Why a household may be left out of a round, in the order of a screen. Loads as [version]. */
    public val reasons: List<Reason> get() = Library.reasons()

    /** Sends the core's log lines to [sink] from now on, not to an earlier one; null to none. */
    public fun setLogSink(sink: LogSink?): Unit = Library.setLogSink(sink)
}
