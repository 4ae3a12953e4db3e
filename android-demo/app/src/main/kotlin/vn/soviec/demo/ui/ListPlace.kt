package vn.soviec.demo.ui

import android.os.Bundle
import android.widget.ListView

/**
 * Where a list was scrolled to. A ListView forgets it when its rows come later than its state, as
 * they do here: they are read from the database.
 */
class ListPlace(private val list: ListView) {
    private var wanted: Pair<Int, Int>? = null

    fun save(out: Bundle, key: String) {
        val (at, top) = wanted ?: (list.firstVisiblePosition to (list.getChildAt(0)?.top ?: 0))
        out.putIntArray(key, intArrayOf(at, top))
    }

    fun expect(saved: Bundle?, key: String) {
        wanted = saved?.getIntArray(key)?.let { it[0] to it[1] }
    }

    /** Call when the rows are there. */
    fun restore() {
        val (at, top) = wanted ?: return
        wanted = null
        list.setSelectionFromTop(at, top - list.paddingTop)
    }
}
