package vn.soviec.internal

import vn.soviec.BookId
import vn.soviec.Hit
import vn.soviec.ItemId
import vn.soviec.Rank
import vn.soviec.RegisterId
import vn.soviec.TaskId
import vn.soviec.UnitId
import vn.soviec.ffi.HitRecord
import vn.soviec.ffi.RankCode

// The generated enum has the same cases in the same order: a test compares their names.
private val ranks = Rank.values()

private fun RankCode.lift() = ranks[ordinal]

internal fun HitRecord.lift(): Hit {
    val bytes = text.encodeToByteArray()
    // The core counts bytes of UTF-8, a Kotlin string counts UTF-16.
    fun units(end: UInt) = bytes.decodeToString(0, end.toInt()).length
    return Hit(
        book = BookId(book),
        unit = UnitId(unit),
        elsewhere = elsewhere,
        task = TaskId(task),
        number = number,
        title = title,
        item = item?.let(::ItemId),
        note = note?.let(::RegisterId),
        text = text,
        ranges = ranges.map { units(it.start) until units(it.end) },
        rank = rank.lift(),
    )
}
