import Foundation
import SoViec
import TestOffice

/// What the way from Swift to the core costs. The same calls in Rust are measured by the
/// example `calls` of the bindings on an equal database; `bindings/swift/build bench` runs both
/// and compares.
///
///     bench phone FOLDER        makes an enrolled phone in FOLDER and prints its key
///     bench calls FOLDER KEY    prints lines of name, value and unit; every value is a median
@main
struct Bench {
    static func main() async throws {
        let words = Array(CommandLine.arguments.dropFirst())
        switch (words.first, words.count) {
        case ("phone", 2): try await makePhone(words[1])
        case ("calls", 3): try await Calls(folder: words[1], key: words[2]).run()
        default: print("Usage: bench phone FOLDER | bench calls FOLDER KEY")
        }
    }

    static func place(_ folder: String) -> Place {
        let folder = URL(fileURLWithPath: folder)
        return Place(
            database: folder.appendingPathComponent("book.db"),
            noBackup: folder.appendingPathComponent("no-backup"))
    }

    private static func makePhone(_ folder: String) async throws {
        let place = place(folder)
        try FileManager.default.createDirectory(at: place.noBackup, withIntermediateDirectories: true)
        let office = try TestOffice.village(tasks: 300)
        let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max) }
        var key = Data(bytes)
        let replica = try await Replica.open(place, key: &key)
        try await replica.enrol(address: office.address, code: office.codes[0])
        try await replica.sync()
        try await replica.close()
        print(bytes.map { String(format: "%02x", $0) }.joined())
    }
}
