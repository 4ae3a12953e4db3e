import Foundation
import SoViec
import Testing

@Suite("Days")
struct DayTests {
    @Test func daysAreCountedFrom1970() {
        #expect(Day(year: 1970, month: 1, day: 1)?.rawValue == 0)
        #expect(Day(year: 2026, month: 6, day: 15)?.rawValue == 20_619)
        #expect(Day(year: 1969, month: 12, day: 31)?.rawValue == -1)
    }

    @Test func everyDayIsItsDate() {
        for number in stride(from: Int32(-700_000), through: 2_900_000, by: 97) {
            let day = Day(rawValue: number)
            let (year, month, dayOfMonth) = day.date
            guard year >= 1 else { continue }
            #expect(Day(year: year, month: month, day: dayOfMonth) == day)
        }
    }

    @Test func whatTheCalendarDoesNotHaveIsNoDay() {
        #expect(Day(year: 2026, month: 2, day: 29) == nil)
        #expect(Day(year: 2024, month: 2, day: 29) != nil)
        #expect(Day(year: 2026, month: 11, day: 31) == nil)
        #expect(Day(year: 2026, month: 13, day: 1) == nil)
        #expect(Day(year: 0, month: 1, day: 1) == nil)
    }

    @Test func aDayBeginsAtMidnightInVietnam() {
        // 2026-06-14 17:00 UTC is midnight in Vietnam.
        let midnight = Date(timeIntervalSince1970: 1_781_456_400)
        #expect(Day(containing: midnight).description == "2026-06-15")
        #expect(Day(containing: midnight.addingTimeInterval(-1)).description == "2026-06-14")
        #expect(Day(containing: Date(timeIntervalSince1970: -8 * 3_600)).description == "1969-12-31")
    }

    @Test func daysHaveAnOrder() {
        let day = Day(rawValue: 20_000)
        #expect(day < day + 1 && day + -1 < day)
    }
}
