import Foundation

/// A day of Vietnam's calendar (UTC+7, without a time of day). Deadlines and declared days are
/// days; only the moment at which something was written is a `Date`.
public struct Day: RawRepresentable, Hashable, Comparable, Sendable, Codable {
    /// Days since 1 January 1970.
    public let rawValue: Int32

    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// The day with this date; nothing if the calendar has no such day.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
        self.init(rawValue: Self.number(year, month, day))
        guard self.date == (year, month, day) else { return nil }
    }

    /// The day on which a moment falls in Vietnam.
    public init(containing moment: Date) {
        let vietnam = moment.timeIntervalSince1970 + 7 * 3_600
        self.init(rawValue: Int32(clamping: Int64((vietnam / 86_400).rounded(.down))))
    }

    /// Year, month (1 to 12) and day of the month (1 to 31).
    public var date: (year: Int, month: Int, day: Int) {
        // Counted from 1 March of the year 0, so that a leap day ends its year.
        let since = Int(rawValue) + 719_468
        let era = (since >= 0 ? since : since - 146_096) / 146_097
        let inEra = since - era * 146_097
        let yearOfEra = (inEra - inEra / 1_460 + inEra / 36_524 - inEra / 146_096) / 365
        let inYear = inEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * inYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, inYear - (153 * shifted + 2) / 5 + 1)
    }

    private static func number(_ year: Int, _ month: Int, _ day: Int) -> Int32 {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let inYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let inEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + inYear
        return Int32(era * 146_097 + inEra - 719_468)
    }

    public static func < (left: Day, right: Day) -> Bool { left.rawValue < right.rawValue }

    /// A later day, or an earlier one for a negative number.
    public static func + (day: Day, days: Int32) -> Day { Day(rawValue: day.rawValue &+ days) }
}

extension Day: CustomStringConvertible {
    /// ISO 8601: `2026-06-15`.
    public var description: String {
        let (year, month, day) = date
        func padded(_ number: Int, _ width: Int) -> String {
            String(repeating: "0", count: max(0, width - String(number).count)) + String(number)
        }
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }
}
