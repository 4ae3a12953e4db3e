package vn.soviec.internal

import vn.soviec.LogLevel
import vn.soviec.LogSink
import vn.soviec.Reason
import vn.soviec.SoViecException.ReportFault
import vn.soviec.ffi.CallbackFailure
import vn.soviec.ffi.LogLevelCode
import vn.soviec.ffi.coreVersion
import vn.soviec.ffi.LogSink as CoreLogSink
import vn.soviec.ffi.setLogSink as setCoreLogSink
import vn.soviec.ffi.uniffiEnsureInitialized

/** The native library of this process. */
internal object Library {
    /**
     * The first use decides: a class that failed to load once gives other errors afterwards. The
     * generated code compares versions and checksums only when it is asked to.
     */
    private val fault: ReportFault? by lazy {
        try {
            uniffiEnsureInitialized()
            null
        } catch (e: Throwable) {
            unloadable(e)
        }
    }

    /** Throws if the library cannot be used. */
    fun load() {
        fault?.let { throw ReportFault(it.code, it.sentence, it.detail, it) }
    }

    fun version(): String {
        load()
        return guarded { coreVersion() }
    }

    fun reasons(): List<Reason> {
        load()
        return Drafts.all()
    }

    fun setLogSink(sink: LogSink?) {
        load()
        guarded { setCoreLogSink(sink?.let(::Forwarded)) }
    }

    private class Forwarded(private val sink: LogSink) : CoreLogSink {
        override fun line(level: LogLevelCode, target: String, text: String) =
            reporting { sink.line(LogLevel.valueOf(level.name), target, text) }
    }
}

/** Lets the core count what a callback of the app throws; what it said stays here. */
internal inline fun reporting(callback: () -> Unit) {
    try {
        callback()
    } catch (e: Throwable) {
        throw CallbackFailure.Failed(e.javaClass.name)
    }
}
