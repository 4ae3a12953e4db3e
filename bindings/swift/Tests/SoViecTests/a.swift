import SoViec
import Testing
@Test func x() { #expect(Day(year: 2026, month: 2, day: 29) == nil) }
