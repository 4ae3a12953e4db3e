package vn.soviec.demo.state

import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.conflate
import kotlinx.coroutines.flow.onStart
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import vn.soviec.Agenda
import vn.soviec.Changes
import vn.soviec.Replaced
import vn.soviec.SoViecException
import vn.soviec.TaskRow
import vn.soviec.demo.core.Core
import java.time.LocalDate

enum class SectionKind { RETURNED, OVERDUE, TWO_VALUES, DUE_SOON, DONE_TODAY }

/** Rows under one heading; [total] may be more than the rows. */
data class Section(val kind: SectionKind, val rows: List<TaskRow>, val total: Int)

/** What is due, worst first. Sections with nothing in them are absent. */
data class Today(
    val loaded: Boolean = false,
    val day: LocalDate = LocalDate.MIN,
    val sections: List<Section> = emptyList(),
    val next: TaskRow? = null,
    val replaced: List<Replaced> = emptyList(),
    val trouble: Trouble? = null,
)

class TodayHolder(private val core: Core, dispatcher: CoroutineDispatcher) : Holder(dispatcher) {
    private val shown = MutableStateFlow(Today())
    val state: StateFlow<Today> get() = shown

    init {
        scope.launch { core.changes.onStart { emit(NOTHING) }.conflate().collect { load() } }
    }

    private suspend fun load() = try {
        val agenda = core.agenda()
        val replaced = if (agenda.replaced > 0) core.replaced() else emptyList()
        shown.value = Today(true, agenda.today, sections(agenda), agenda.next, replaced)
    } catch (failure: SoViecException) {
        shown.update { it.copy(trouble = Trouble(failure)) }
    }

    private companion object {
        val NOTHING = Changes(emptySet(), notices = false, sync = false)
    }
}

internal fun sections(agenda: Agenda): List<Section> = listOf(
    Section(SectionKind.RETURNED, agenda.returned.rows, agenda.returned.total),
    Section(SectionKind.OVERDUE, agenda.overdue.rows, agenda.overdue.total),
    Section(SectionKind.TWO_VALUES, agenda.open.rows, agenda.open.total),
    Section(SectionKind.DUE_SOON, agenda.dueSoon.rows, agenda.dueSoon.total),
    Section(SectionKind.DONE_TODAY, agenda.doneToday.rows, agenda.doneToday.total),
).filter { it.total > 0 }
