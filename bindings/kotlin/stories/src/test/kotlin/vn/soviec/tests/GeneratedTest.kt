package vn.soviec.tests

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import vn.soviec.DeadlineKind
import vn.soviec.Declared
import vn.soviec.LogLevel
import vn.soviec.Rank
import vn.soviec.Sort
import vn.soviec.Status
import vn.soviec.ffi.DeadlineCode
import vn.soviec.ffi.DeclaredCode
import vn.soviec.ffi.LogLevelCode
import vn.soviec.ffi.RankCode
import vn.soviec.ffi.SortOrder
import vn.soviec.ffi.StatusCode

/** The library takes generated enums for its own by their place and name. */
class GeneratedTest {
    private fun names(cases: List<Enum<*>>) = cases.map { it.name }

    @Test
    fun theCasesAreTheSame() {
        assertEquals(names(StatusCode.entries), names(Status.entries))
        assertEquals(names(DeclaredCode.entries), names(Declared.entries))
        assertEquals(names(DeadlineCode.entries), names(DeadlineKind.entries))
        assertEquals(names(SortOrder.entries), names(Sort.entries))
        assertEquals(names(RankCode.entries), names(Rank.entries))
        assertEquals(names(LogLevelCode.entries), names(LogLevel.entries))
    }
}
