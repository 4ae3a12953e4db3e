package vn.soviec.demo.state

import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import vn.soviec.Profile
import vn.soviec.SoViecException
import vn.soviec.demo.core.Desk

/** From a code on paper to a phone that carries an officer's name. */
data class Enrolment(
    val busy: Boolean = false,
    /** Who this phone is now; its office's fingerprint stands beside the one on the paper. */
    val profile: Profile? = null,
    val confirmed: Boolean = false,
    val trouble: Trouble? = null,
)

class EnrolmentHolder(private val desk: Desk, dispatcher: CoroutineDispatcher) : Holder(dispatcher) {
    private val shown = MutableStateFlow(Enrolment())
    val state: StateFlow<Enrolment> get() = shown

    /** With a [fingerprint] the library itself refuses another office; without, the officer compares. */
    fun enrol(address: String, code: String, fingerprint: String) {
        if (shown.value.busy) return
        shown.value = Enrolment(busy = true)
        desk.scope.launch {
            shown.value = try {
                val given = fingerprint.trim().ifEmpty { null }
                Enrolment(profile = desk.enrol(address.trim(), code.filterNot(Char::isWhitespace), given))
            } catch (failure: SoViecException) {
                Enrolment(trouble = Trouble(failure))
            }
        }
    }

    fun confirm() = shown.update { it.copy(confirmed = true) }

    /** Another office answered: what came from it is put away unused. */
    fun reject() {
        if (shown.value.busy) return
        shown.update { it.copy(busy = true) }
        desk.scope.launch {
            desk.setAside()
            shown.value = Enrolment()
        }
    }
}
