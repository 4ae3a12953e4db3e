package vn.soviec.stories

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import vn.soviec.Rank
import vn.soviec.SoViecException
import vn.soviec.support.failure
import vn.soviec.support.me
import vn.soviec.support.story

/**
 * # 14. Search without marks
 *
 * One field searches tasks, items of checklists and notes, on the phone and without a network.
 * Who types "de an" finds "Đề án"; who types the marks finds those first.
 */
class Story14Search {
    @Test
    fun wordsWithoutMarks() = story {
        val office = office()
        val book = keep(phone("a").enrolled(office.address, office.village.first().code))
        val me = book.whoAmI().me.id
        val row = book.tasks().rows.first()
        val own = book.addLocalTask(me, row.book, "Giới thiệu Đề án ở nhà văn hóa")
        val note = book.addNote(me, row.book, row.task, "Bà con hỏi về Đề án, hẹn tối thứ bảy")

        // The plan's checklist has an item about it; the task and the note were just written.
        val found = book.search("de an")
        assertTrue(found.any { it.task == own && it.item == null && it.note == null })
        assertTrue(found.any { it.item != null })
        val hit = found.single { it.note == note }

        // A hit names its task and says what to highlight.
        assertEquals(row.task to row.title, hit.task to hit.title)
        assertEquals(listOf("Đề", "án"), hit.ranges.map { hit.text.substring(it) })
        assertEquals(Rank.FOLDED, hit.rank)

        // All words are wanted, in any order; the beginning of a word is enough.
        assertEquals(listOf(note), book.search("bảy hen đề").map { it.note })
        assertEquals(Rank.EXACT, book.search("Đề án").first().rank)
        assertTrue(book.search("khong co viec nay").isEmpty())

        // An empty field has no answer, and says so.
        assertEquals("invalid_input", failure<SoViecException.CorrectInput> { book.search("  ") }.code)
    }
}
