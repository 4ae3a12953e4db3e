package vn.soviec.demo.ui

import android.content.Context
import android.text.SpannableStringBuilder
import android.text.Spanned
import android.text.TextUtils
import android.text.style.ForegroundColorSpan
import android.text.style.StyleSpan
import android.graphics.Typeface
import vn.soviec.DeadlineKind
import vn.soviec.Declared
import vn.soviec.Review
import vn.soviec.ReviewState
import vn.soviec.Status
import vn.soviec.TaskRow
import vn.soviec.Value
import vn.soviec.demo.R
import vn.soviec.demo.state.StatusLine
import java.text.NumberFormat
import java.time.Duration
import java.time.Instant
import java.time.LocalDate
import java.time.ZoneId
import java.time.format.DateTimeFormatter
import java.time.temporal.ChronoUnit
import java.util.Locale

/** The officer's words for what the state holders know. All of them stand in the resources. */
class Words(private val context: Context, private val zone: ZoneId) {
    fun text(id: Int, vararg parts: Any): String = context.getString(id, *parts)

    /** A text with bold words in it; its gaps are ^1 and ^2. */
    fun styled(id: Int, vararg parts: CharSequence): CharSequence =
        TextUtils.expandTemplate(context.getText(id), *parts)

    fun number(value: Long): String = NumberFormat.getIntegerInstance(VIETNAMESE).format(value)

    fun coloured(text: CharSequence, colour: Int): CharSequence = SpannableStringBuilder(text).apply {
        setSpan(ForegroundColorSpan(context.getColor(colour)), 0, length, Spanned.SPAN_EXCLUSIVE_EXCLUSIVE)
    }

    fun bold(text: CharSequence): CharSequence = SpannableStringBuilder(text).apply {
        setSpan(StyleSpan(Typeface.BOLD), 0, length, Spanned.SPAN_EXCLUSIVE_EXCLUSIVE)
    }

    fun joined(parts: List<CharSequence>): CharSequence = between(parts, text(R.string.between))

    fun lines(parts: List<CharSequence>): CharSequence = between(parts, "\n")

    /** As joinToString, but colours and weights stay. */
    private fun between(parts: List<CharSequence>, mark: String) = SpannableStringBuilder().apply {
        parts.forEach { part ->
            if (isNotEmpty()) append(mark)
            append(part)
        }
    }

    fun statusLine(line: StatusLine): CharSequence {
        val counts = if (line.waiting == 0L && line.lastContact != null) {
            bold(text(R.string.line_all_sent))
        } else {
            styled(R.string.line_counts, number(line.sent), number(line.waiting))
        }
        val age = when {
            line.running -> text(R.string.line_sending)
            else -> line.age?.let(::ago) ?: text(R.string.line_no_contact)
        }
        return joined(listOf(counts, age))
    }

    fun ago(age: Duration): String = when {
        age.toMinutes() < 1 -> text(R.string.ago_now)
        age.toHours() < 1 -> text(R.string.ago_minutes, age.toMinutes())
        age.toDays() < 1 -> text(R.string.ago_hours, age.toHours())
        else -> text(R.string.ago_days, age.toDays())
    }

    fun day(day: LocalDate, today: LocalDate): String =
        day.format(if (day.year == today.year) SHORT_DAY else DAY)

    fun fullDay(day: LocalDate): String = day.format(DAY)

    /** The clock time of today, or the day and the clock time. */
    fun moment(at: Instant, today: LocalDate): String {
        val local = at.atZone(zone)
        val time = local.format(TIME)
        return if (local.toLocalDate() == today) time else "${day(local.toLocalDate(), today)} $time"
    }

    fun contact(at: Instant, now: Instant): String {
        val today = now.atZone(zone).toLocalDate()
        val moment = moment(at, today)
        val clock = if (at.atZone(zone).toLocalDate() == today) text(R.string.time_today, moment) else moment
        return text(R.string.last_contact, clock, ago(Duration.between(at, now).coerceAtLeast(Duration.ZERO)))
    }

    fun state(status: Status): String = text(STATES.getValue(status).second)

    fun glyph(status: Status): Int = STATES.getValue(status).first

    fun declared(declared: Declared): String = text(
        when (declared) {
            Declared.NOT_STARTED -> R.string.declared_not_started
            Declared.IN_PROGRESS -> R.string.declared_in_progress
            Declared.DONE -> R.string.declared_done
            Declared.EFFECTIVE -> R.string.declared_effective
            Declared.WEAK -> R.string.declared_weak
        },
    )

    fun who(value: Value): String = value.officerName ?: text(R.string.somebody)

    fun waits(): CharSequence = coloured(text(R.string.waits), R.color.prog)

    /** What the office says of the declared status; nothing where there is nothing to say. */
    fun review(review: Review, today: LocalDate): CharSequence? {
        val who = listOfNotNull(review.clerk, review.on?.let { day(it, today) }).joinToString(", ")
        return when (review.state) {
            ReviewState.NOTHING -> null
            ReviewState.WAITING -> text(R.string.review_waiting)
            ReviewState.CONFIRMED -> text(R.string.review_confirmed, who)
            ReviewState.RETURNED ->
                coloured(text(R.string.review_returned, who, review.comment.orEmpty()), R.color.late)
            ReviewState.DISPUTED -> text(R.string.review_disputed)
        }
    }

    /** The line under a task's title: its deadline, what is ticked, what is still in the phone. */
    fun detail(row: TaskRow, today: LocalDate): CharSequence = joined(
        listOfNotNull(
            returned(row.review),
            if (row.status in DONE) done(row, today) else deadline(row, today),
            if (row.items > 0) text(R.string.items, row.itemsDone, row.items) else null,
            if (row.local) text(R.string.local_task) else null,
            if (row.open || row.itemsOpen > 0) coloured(text(R.string.two_values), R.color.late) else null,
            if (row.newer) text(R.string.by_newer_app) else null,
            if (row.unsent) waits() else null,
        ),
    )

    private fun returned(review: Review): CharSequence? =
        review.comment?.takeIf { review.state == ReviewState.RETURNED }
            ?.let { text(R.string.review_words, it) }

    private fun done(row: TaskRow, today: LocalDate): String {
        val on = row.declaredOn ?: return state(row.status)
        return if (on == today) text(R.string.done_now) else text(R.string.done_on, day(on, today))
    }

    private fun deadline(row: TaskRow, today: LocalDate): CharSequence {
        val last = row.lastDay ?: return undated(row.deadline)
        val left = ChronoUnit.DAYS.between(today, last)
        return when {
            left < 0 -> overdue(-left, day(last, today))
            left == 0L -> styled(R.string.due_today)
            else -> text(R.string.due_in, left)
        }
    }

    private fun overdue(days: Long, last: String): CharSequence {
        val line = SpannableStringBuilder(styled(R.string.overdue_days, number(days), last))
        val bold = line.getSpans(0, line.length, StyleSpan::class.java).firstOrNull() ?: return line
        val red = ForegroundColorSpan(context.getColor(R.color.over))
        line.setSpan(red, line.getSpanStart(bold), line.getSpanEnd(bold), Spanned.SPAN_EXCLUSIVE_EXCLUSIVE)
        return line
    }

    /** The deadline with its whole date, for the task's own screen. */
    fun fullDeadline(row: TaskRow, today: LocalDate): String {
        val last = row.lastDay ?: return undated(row.deadline)
        val left = ChronoUnit.DAYS.between(today, last)
        return when {
            row.status in DONE -> text(R.string.due_on, fullDay(last))
            left < 0 -> text(R.string.due_on_past, fullDay(last), -left)
            left == 0L -> text(R.string.due_on_today, fullDay(last))
            else -> text(R.string.due_on_left, fullDay(last), left)
        }
    }

    private fun undated(kind: DeadlineKind): String = text(
        when (kind) {
            DeadlineKind.ONGOING -> R.string.ongoing
            DeadlineKind.EVENT -> R.string.on_event
            DeadlineKind.DATED, DeadlineKind.UNDATED -> R.string.no_deadline
        },
    )

    private companion object {
        val VIETNAMESE: Locale = Locale.forLanguageTag("vi-VN")
        val TIME: DateTimeFormatter = DateTimeFormatter.ofPattern("HH:mm")
        val DAY: DateTimeFormatter = DateTimeFormatter.ofPattern("dd/MM/yyyy")
        val SHORT_DAY: DateTimeFormatter = DateTimeFormatter.ofPattern("dd/MM")
        val DONE = setOf(Status.DONE_ON_TIME, Status.DONE_LATE)
        val STATES = mapOf(
            Status.OVERDUE to (R.drawable.glyph_overdue to R.string.state_overdue),
            Status.IN_PROGRESS to (R.drawable.glyph_started to R.string.state_in_progress),
            Status.NOT_STARTED to (R.drawable.glyph_not_started to R.string.state_not_started),
            Status.DONE_LATE to (R.drawable.glyph_done_late to R.string.state_done_late),
            Status.DONE_ON_TIME to (R.drawable.glyph_done to R.string.state_done_on_time),
            Status.ONGOING to (R.drawable.glyph_ongoing to R.string.state_ongoing),
            Status.ONGOING_EFFECTIVE to (R.drawable.glyph_effective to R.string.state_effective),
            Status.ONGOING_WEAK to (R.drawable.glyph_weak to R.string.state_weak),
            Status.WAITING_EVENT to (R.drawable.glyph_event to R.string.state_event),
        )
    }
}
