import Foundation

/// The program `soviec` in a process of its own.
final class Program: @unchecked Sendable {
    /// Why a test office could not be had.
    enum Failure: Error {
        case missing
        case ended(String)
    }

    private let process = Process()
    private let output = Pipe()
    private let arguments: [String]
    private let ended = DispatchSemaphore(value: 0)
    private var read = Data()

    init(_ arguments: [String], log: URL) throws {
        guard let path = ProcessInfo.processInfo.environment["SOVIEC_BIN"] else { throw Failure.missing }
        _ = FileManager.default.createFile(atPath: log.path, contents: nil)
        self.arguments = arguments
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.standardOutput = output
        process.standardError = try FileHandle(forWritingTo: log)
        process.terminationHandler = { [ended] _ in ended.signal() }
        try process.run()
    }

    /// The lines that it printed, once there are so many; the program goes on.
    func lines(atLeast count: Int) throws -> [String] {
        while true {
            let text = String(decoding: read, as: UTF8.self)
            // What follows the last line's end is not complete.
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
            if lines.count >= count { return lines }
            let next = output.fileHandleForReading.availableData
            if next.isEmpty { throw Failure.ended("\(arguments.first ?? "") said: \(text)") }
            read.append(next)
        }
    }

    /// Everything that it prints until it ends well.
    func allLines() throws -> [String] {
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        ended.wait()
        if process.terminationStatus != 0 { throw Failure.ended("\(arguments.first ?? "") said: \(text)") }
        return text.split(separator: "\n").map(String.init)
    }

    func signal(_ number: Int32) { kill(process.processIdentifier, number) }

    /// Ends it as a power cut does. It was started with the signals of a worker thread, which
    /// blocks the polite ones.
    func stop() {
        signal(SIGKILL)
        ended.wait()
    }
}
