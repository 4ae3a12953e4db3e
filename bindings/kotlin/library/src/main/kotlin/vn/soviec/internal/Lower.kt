package vn.soviec.internal

import java.time.LocalDate
import vn.soviec.Declared
import vn.soviec.Place
import vn.soviec.Sort
import vn.soviec.TaskFilter
import vn.soviec.Window
import vn.soviec.ffi.DeclaredCode
import vn.soviec.ffi.PlaceRecord
import vn.soviec.ffi.QueryRecord
import vn.soviec.ffi.SortOrder
import vn.soviec.ffi.StatusCode

/** A text that can be written as UTF-8: every surrogate has its other half. */
internal fun String.whole(): String {
    var at = 0
    while (at < length) {
        val pair = at + 1 < length && Character.isSurrogatePair(this[at], this[at + 1])
        if (this[at].isSurrogate() && !pair) refuse("a text with half a character")
        at += if (pair) 2 else 1
    }
    return this
}

/** Days since 1 January 1970. */
internal fun LocalDate.days(): Int {
    val days = toEpochDay()
    if (days !in Int.MIN_VALUE..Int.MAX_VALUE) refuse("a day outside every calendar")
    return days.toInt()
}

internal fun Int.count(): UInt = if (this < 0) refuse("a negative count") else toUInt()

internal fun Place.lower(): PlaceRecord =
    PlaceRecord(database.path.whole(), noBackup.path.whole(), officeRoots)

internal fun TaskFilter.lower(sort: Sort, window: Window): QueryRecord = QueryRecord(
    unit?.value?.whole(),
    statuses.map { StatusCode.valueOf(it.name) },
    onlyOpen,
    text?.whole(),
    sort.lower(),
    window.offset.count(),
    window.limit.count(),
)

internal fun Sort.lower(): SortOrder = SortOrder.valueOf(name)

internal fun Declared.lower(): DeclaredCode = DeclaredCode.valueOf(name)
