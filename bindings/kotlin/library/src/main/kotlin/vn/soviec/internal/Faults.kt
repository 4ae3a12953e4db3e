package vn.soviec.internal

import kotlin.coroutines.cancellation.CancellationException
import vn.soviec.SoViecException
import vn.soviec.SoViecException.AskForKey
import vn.soviec.SoViecException.AskOffice
import vn.soviec.SoViecException.CorrectInput
import vn.soviec.SoViecException.Enrol
import vn.soviec.SoViecException.FixPhone
import vn.soviec.SoViecException.ReportFault
import vn.soviec.SoViecException.Reopen
import vn.soviec.SoViecException.TryLater
import vn.soviec.ffi.Failure

/** Runs a call into the core; whatever it throws becomes the one error of this library. */
internal inline fun <T> guarded(call: () -> T): T =
    try {
        call()
    } catch (e: Throwable) {
        throw told(e)
    }

internal fun told(e: Throwable): Throwable =
    when (e) {
        is SoViecException, is CancellationException, is VirtualMachineError -> e
        is Failure -> told(e)
        is LinkageError -> unloadable(e)
        // Its message may hold anything, so it is only the cause.
        else -> ReportFault("internal", Messages.INTERNAL, e.javaClass.name, e)
    }

private fun told(e: Failure): SoViecException =
    when (e) {
        is Failure.AskForKey -> AskForKey(e.code, e.sentence, e.detail)
        is Failure.Enrol -> Enrol(e.code, e.sentence, e.detail)
        is Failure.TryLater -> TryLater(e.code, e.sentence, e.detail)
        is Failure.CorrectInput -> CorrectInput(e.code, e.sentence, e.detail)
        is Failure.Reopen -> Reopen(e.code, e.sentence, e.detail)
        is Failure.AskOffice -> AskOffice(e.code, e.sentence, e.detail)
        is Failure.FixPhone -> FixPhone(e.code, e.sentence, e.detail)
        is Failure.ReportFault -> ReportFault(e.code, e.sentence, e.detail)
    }

/**
 * Why the native library does not serve: it is not there, or it is not the one that the generated
 * code was made from.
 */
internal fun unloadable(e: Throwable): ReportFault {
    val reasons = generateSequence(e, Throwable::cause).mapNotNull(Throwable::message).toList()
    val absent = "Unable to load library"
    val missing = reasons.any { absent in it } || e is NoClassDefFoundError
    val reason = reasons.firstOrNull { absent in it } ?: reasons.lastOrNull().orEmpty()
    val line = reason.lineSequence().first()
    return when {
        missing -> ReportFault("library_missing", Messages.LIBRARY_MISSING, line, e)
        else -> ReportFault("library_mismatch", Messages.LIBRARY_MISMATCH, line, e)
    }
}

/** What was given cannot be handed to the core. */
internal fun refuse(why: String): Nothing =
    throw CorrectInput("invalid_input", Messages.INVALID_INPUT, why)

/** The core says the same of its own calls. */
internal fun closed(): Nothing = throw Reopen("closed", Messages.CLOSED, "the replica is closed")

/** The failure of an exchange that a callback ended, with what the callback threw. */
internal fun blamed(failure: Throwable, thrown: Throwable): Throwable =
    when {
        thrown is CancellationException || thrown is VirtualMachineError -> thrown
        failure is ReportFault ->
            ReportFault(failure.code, failure.sentence, failure.detail, thrown)
        else -> failure
    }
