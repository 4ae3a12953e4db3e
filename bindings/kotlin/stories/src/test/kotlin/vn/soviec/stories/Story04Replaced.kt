package vn.soviec.stories

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import vn.soviec.Declared
import vn.soviec.RegisterId
import vn.soviec.support.me
import vn.soviec.support.story

/**
 * # 4. Two phones, one relay: a value is replaced, its author is told, and uses it again
 *
 * Two officers of one village share its work book. Nobody's word disappears without notice: whoever
 * sees his value replaced is told by whom, and takes it up again with one tap or accepts it.
 */
class Story04Replaced {
    @Test
    fun replacedToldRestored() = story {
        val office = office()
        val (first, second) = office.village
        val cuong = keep(phone("cuong").enrolled(office.address, first.code))
        val dat = keep(phone("dat").enrolled(office.address, second.code))
        val (cuongId, datId) = listOf(cuong.whoAmI().me.id, dat.whoAmI().me.id)

        val row = cuong.tasks().rows.first()
        cuong.setStatus(cuongId, row.book, row.task, Declared.DONE, result = "đủ 42 hộ")
        cuong.sync()

        // The other phone sees it, and says otherwise.
        dat.sync()
        assertEquals(Declared.DONE, dat.task(row.book, row.task).row.declared)
        dat.setStatus(datId, row.book, row.task, Declared.IN_PROGRESS)
        dat.sync()

        // The author is told: one notice that is new, with both values and both names.
        assertEquals(1, cuong.sync().ringing)
        val notice = cuong.replaced().single()
        assertFalse(notice.twoValues)
        assertEquals(cuongId, notice.officer)
        assertEquals("đủ 42 hộ", notice.mine.text)
        assertEquals(second.officer, notice.others.single().officerName)
        assertEquals(1, cuong.agenda().replaced)

        // One tap. It is a new edit by its author; nothing is rewritten.
        assertTrue(cuong.restore(cuongId, notice.book, notice.register, notice.mine.edit))
        assertTrue(cuong.replaced().isEmpty())
        cuong.sync()
        dat.sync()
        val status = dat.task(row.book, row.task).status.single()
        assertEquals(Declared.DONE, status.declared)
        assertEquals("đủ 42 hộ", status.text)
        // The history keeps all three.
        assertEquals(3, dat.history(row.book, RegisterId.statusOf(row.task)).size)
    }

    /** Written at the same time, neither knowing of the other: both stand until a person picks. */
    @Test
    fun twoValues() = story {
        val office = office()
        val (first, second) = office.village
        val cuong = keep(phone("cuong").enrolled(office.address, first.code))
        val dat = keep(phone("dat").enrolled(office.address, second.code))
        val (cuongId, datId) = listOf(cuong.whoAmI().me.id, dat.whoAmI().me.id)

        val row = cuong.tasks().rows.first()
        cuong.setStatus(cuongId, row.book, row.task, Declared.DONE)
        dat.setStatus(datId, row.book, row.task, Declared.IN_PROGRESS)
        cuong.sync()
        dat.sync()
        cuong.sync()

        val both = cuong.task(row.book, row.task)
        assertTrue(both.row.open)
        val values = both.status.map { it.declared }.toSet()
        assertEquals(setOf(Declared.DONE, Declared.IN_PROGRESS), values)
        assertTrue(cuong.replaced().single().twoValues)
        assertEquals(listOf(row.task), cuong.agenda().open.rows.map { it.task })

        // Whoever declares now has seen both.
        cuong.setStatus(cuongId, row.book, row.task, Declared.DONE, result = "đã thống nhất")
        cuong.sync()
        dat.sync()
        assertEquals("đã thống nhất", dat.task(row.book, row.task).status.single().text)
    }
}
