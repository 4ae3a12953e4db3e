import Foundation

/// An office for a test: the real relay in a process of its own, over a folder of its own.
///
/// The program is found by the environment variable `SOVIEC_BIN`.
public final class TestOffice: @unchecked Sendable {
    /// The folder of this test; phones may live in it too.
    public let folder: URL
    /// Where phones reach the relay, for instance `http://127.0.0.1:40123`.
    public private(set) var address = ""
    /// The office's fingerprint, as a clerk would read it out.
    public private(set) var fingerprint = ""
    /// Codes to enrol with, one for each phone.
    public private(set) var codes: [String] = []

    private let data: URL
    private var relay: Program?

    private init(_ name: String) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("\(name)-\(UUID().uuidString)")
        data = folder.appendingPathComponent("relay")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    /// An office with a sample commune, four officers and a small plan. The first code is for
    /// an officer of the commune, the other three for officers of one village.
    public static func sample() throws -> TestOffice {
        let office = try TestOffice("sample")
        // The address, the fingerprint, four codes.
        try office.start(["--dev"], lines: 6)
        return office
    }

    /// An office whose one village has this many tasks, each with one item; one code.
    public static func village(tasks: Int) throws -> TestOffice {
        let office = try TestOffice("village")
        let files = try VillagePlan(tasks: tasks).write(to: office.folder)
        try office.run(["office", "init", files[0].path])
        for plan in files.dropFirst() { try office.run(["plan", "import", plan.path]) }
        try office.start([], lines: 1)
        let slip = try office.run(
            ["officer", "add", "--unit", "xa.thon", "--officer", "thi-mo", "--address", office.address])
        office.codes = slip.compactMap { word(of: $0, after: "Mã đăng ký: ") }
        return office
    }

    /// What a clerk types: a command of `soviec` over this office's data.
    public func clerk(_ arguments: String...) throws { try run(arguments) }

    /// A new folder for a phone, and in it the one that no backup touches.
    public func phone(_ name: String) throws -> (database: URL, noBackup: URL) {
        let home = folder.appendingPathComponent(name)
        let noBackup = home.appendingPathComponent("no-backup")
        try FileManager.default.createDirectory(at: noBackup, withIntermediateDirectories: true)
        return (home.appendingPathComponent("book.db"), noBackup)
    }

    /// The network is gone: nobody listens at the address any more.
    public func stop() {
        relay?.stop()
        relay = nil
    }

    /// The network is back, at the same address.
    public func startAgain() throws {
        try start([], at: String(address.dropFirst("http://".count)), lines: 1)
    }

    /// The relay stands still: it takes a request and does not answer.
    public func freeze() { relay?.signal(SIGSTOP) }

    /// It goes on where it stood.
    public func thaw() { relay?.signal(SIGCONT) }

    deinit {
        stop()
        try? FileManager.default.removeItem(at: folder)
    }

    private func start(_ options: [String], at listen: String = "127.0.0.1:0", lines count: Int) throws {
        let arguments = ["serve", "--data", data.path, "--listen", listen] + options
        let program = try Program(arguments, log: folder.appendingPathComponent("relay.log"))
        relay = program
        let lines = try program.lines(atLeast: count)
        address = lines.compactMap { word(of: $0, after: "soviec serves ") }.first ?? address
        fingerprint = lines.compactMap { rest(of: $0, after: "office fingerprint: ") }.first ?? fingerprint
        let given = lines.compactMap { word(of: $0, after: "enrolment code ") }
        if !given.isEmpty { codes = given }
    }

    @discardableResult
    private func run(_ arguments: [String]) throws -> [String] {
        let program = try Program(
            arguments + ["--data", data.path], log: folder.appendingPathComponent("command.log"))
        return try program.allLines()
    }
}

private func rest(of line: String, after beginning: String) -> String? {
    line.hasPrefix(beginning) ? String(line.dropFirst(beginning.count)) : nil
}

private func word(of line: String, after beginning: String) -> String? {
    rest(of: line, after: beginning).flatMap { $0.split(separator: " ").first.map(String.init) }
}
