package vn.soviec.internal

import java.time.Instant
import java.time.LocalDate
import vn.soviec.Agenda
import vn.soviec.Book
import vn.soviec.BookId
import vn.soviec.Changes
import vn.soviec.DeadlineKind
import vn.soviec.Declared
import vn.soviec.EditId
import vn.soviec.Health
import vn.soviec.Item
import vn.soviec.ItemId
import vn.soviec.LastAct
import vn.soviec.Note
import vn.soviec.Officer
import vn.soviec.OfficeWord
import vn.soviec.OfficerId
import vn.soviec.Profile
import vn.soviec.Progress
import vn.soviec.RegisterId
import vn.soviec.Replaced
import vn.soviec.Review
import vn.soviec.ReviewState
import vn.soviec.SetApart
import vn.soviec.Status
import vn.soviec.Stopped
import vn.soviec.SyncReport
import vn.soviec.TaskDetail
import vn.soviec.TaskId
import vn.soviec.TaskRef
import vn.soviec.TaskRow
import vn.soviec.TaskWindow
import vn.soviec.UnitId
import vn.soviec.Value
import vn.soviec.WaitingEdit
import vn.soviec.ffi.AgendaRecord
import vn.soviec.ffi.ChangesRecord
import vn.soviec.ffi.DeadlineCode
import vn.soviec.ffi.DeclaredCode
import vn.soviec.ffi.HealthRecord
import vn.soviec.ffi.ItemRecord
import vn.soviec.ffi.LastActRecord
import vn.soviec.ffi.NoteRecord
import vn.soviec.ffi.OfficeWordRecord
import vn.soviec.ffi.ProfileRecord
import vn.soviec.ffi.ReviewRecord
import vn.soviec.ffi.ProgressRecord
import vn.soviec.ffi.ReplacedRecord
import vn.soviec.ffi.SetApartRecord
import vn.soviec.ffi.StatusCode
import vn.soviec.ffi.StoppedRecord
import vn.soviec.ffi.SyncReportRecord
import vn.soviec.ffi.TaskDetailRecord
import vn.soviec.ffi.TaskRecord
import vn.soviec.ffi.TaskWindowRecord
import vn.soviec.ffi.ValueRecord
import vn.soviec.ffi.WaitingRecord

// The generated enums have the same cases in the same order: a test compares their names.
private val statuses = Status.values()
private val declared = Declared.values()
private val deadlines = DeadlineKind.values()

private fun StatusCode.lift() = statuses[ordinal]

private fun DeclaredCode.lift() = declared[ordinal]

private fun DeadlineCode.lift() = deadlines[ordinal]

private fun Int.day() = LocalDate.ofEpochDay(toLong())

private fun Long.moment() = Instant.ofEpochMilli(this)

internal fun ProfileRecord.lift(): Profile =
    Profile(
        device = device,
        officers = officers.map { Officer(OfficerId(it.id), it.name) },
        books = books.map { Book(BookId(it.id), UnitId(it.unit), it.unitName, it.year.toInt()) },
        officeFingerprint = officeFingerprint,
        relay = relay,
    )

internal fun TaskRecord.lift(): TaskRow =
    TaskRow(
        book = BookId(book),
        task = TaskId(task),
        unit = UnitId(unit),
        group = group,
        number = number,
        title = title,
        deadline = deadline.lift(),
        lastDay = lastDay?.day(),
        wording = wording,
        leads = leads,
        declared = declared?.lift(),
        declaredOn = declaredOn?.day(),
        result = result,
        newer = newer,
        open = open,
        items = items.toInt(),
        itemsDone = itemsDone.toInt(),
        itemsOpen = itemsOpen.toInt(),
        notes = notes.toInt(),
        status = status.lift(),
        unsent = unsent,
        local = local,
        review = review.lift(),
    )

private val reviews = ReviewState.values()

private fun ReviewRecord.lift() =
    Review(state = reviews[state.ordinal], clerk = clerk, on = on?.day(), comment = comment)

internal fun TaskWindowRecord.lift(): TaskWindow =
    TaskWindow(rows.map { it.lift() }, total.toInt())

internal fun AgendaRecord.lift(): Agenda =
    Agenda(
        today = today.day(),
        returned = returned.lift(),
        overdue = overdue.lift(),
        open = open.lift(),
        dueSoon = dueSoon.lift(),
        doneToday = doneToday.lift(),
        next = next?.lift(),
        replaced = replaced.toInt(),
    )

internal fun TaskDetailRecord.lift(): TaskDetail =
    TaskDetail(
        row = row.lift(),
        group = group,
        partners = partners,
        status = status.map { it.lift() },
        items = items.map { it.lift() },
        notes = notes.map { it.lift() },
        sessions = sessions.map { it.lift() },
    )

private fun ItemRecord.lift() =
    Item(
        item = ItemId(item),
        register = RegisterId(register),
        title = title,
        done = done,
        open = open,
        unsent = unsent,
        values = values.map { it.lift() },
    )

private fun NoteRecord.lift() =
    Note(RegisterId(register), text, OfficerId(officer), officerName, on.day(), unsent)

internal fun ValueRecord.lift(): Value =
    Value(
        edit = EditId(edit),
        officer = officer?.let(::OfficerId),
        officerName = officerName,
        on = on?.day(),
        at = at.moment(),
        seq = seq?.toLong(),
        live = live,
        own = own,
        newer = newer,
        done = done,
        declared = declared?.lift(),
        text = text,
        words = words,
    )

internal fun WaitingRecord.lift(): WaitingEdit =
    WaitingEdit(
        id = EditId(edit),
        clientSeq = clientSeq.toLong(),
        book = BookId(book),
        task = task?.let(::TaskId),
        words = words,
        officer = OfficerId(officer),
        officerName = officerName,
        made = made.moment(),
    )

internal fun SetApartRecord.lift(): SetApart =
    SetApart(
        edit = edit.lift(),
        state = state,
        heading = heading,
        reason = reason,
        office = office?.lift(),
        canWriteAgain = canWriteAgain,
        canDismiss = canDismiss,
        dismissed = dismissed,
        writtenAgain = writtenAgain?.let(::EditId),
    )

private fun OfficeWordRecord.lift() =
    OfficeWord(clerk?.let(::OfficerId), clerkName, words, at?.moment())

internal fun ReplacedRecord.lift(): Replaced =
    Replaced(
        book = BookId(book),
        register = RegisterId(register),
        task = task?.let(::TaskId),
        title = title,
        twoValues = twoValues,
        officer = OfficerId(officer),
        mine = mine.lift(),
        others = others.map { it.lift() },
    )

internal fun LastActRecord.lift(): LastAct = LastAct(EditId(edit), words, made.moment())

internal fun ProgressRecord.lift(): Progress =
    Progress(requests.toInt(), acknowledged.toLong(), received.toLong(), waiting.toLong())

private fun StoppedRecord.lift() = Stopped(book?.let(::BookId), code)

internal fun SyncReportRecord.lift(): SyncReport =
    SyncReport(
        requests = requests.toInt(),
        bytesUp = bytesUp.toLong(),
        bytesDown = bytesDown.toLong(),
        acknowledged = acknowledged.toLong(),
        received = received.toLong(),
        held = held.toLong(),
        waiting = waiting.toLong(),
        ringing = ringing.toLong(),
        stopped = stopped.map { it.lift() },
    )

internal fun ChangesRecord.lift(): Changes {
    val touched = rows.mapTo(LinkedHashSet()) { TaskRef(BookId(it.book), TaskId(it.task)) }
    return Changes(touched, notices, sync)
}

internal fun HealthRecord.lift(): Health =
    Health(
        protocol = protocol.toInt(),
        schema = schema.toLong(),
        waiting = waiting.toLong(),
        sent = sent.toLong(),
        held = held.toLong(),
        lastContact = lastContact?.moment(),
        stopped = stopped,
        stoppedBooks = stoppedBooks.map { it.lift() },
        setAside = setAside,
        listenerFailures = listenerFailures.toLong(),
        logFailures = logFailures.toLong(),
    )
