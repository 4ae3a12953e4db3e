internal import SoViecGenerated

/// How much a log line matters.
public enum LogLevel: Hashable, Sendable, CaseIterable {
    /// Something failed.
    case error
    /// Something is not as it should be, and work goes on.
    case warn
    /// What a support desk wants to know.
    case info
    /// What a developer wants to know.
    case debug
}

/// What belongs to the whole process.
public enum SoViecCore {
    /// The version of the core.
    public static var version: String { coreVersion() }

    /// Why a household may be left out of a round, in the order of a screen.
    public static var reasons: [LeaveOutReason] { SoViecGenerated.reasons().map(LeaveOutReason.init) }

    /// Sends the core's log lines to the app from now on; nothing ends it.
    ///
    /// - Parameter sink: Takes the level, the part of the core that speaks, and the line. It is
    ///   called on a thread of the core, one line at a time. No line holds a text of a document,
    ///   a name or a key. Lines that it is too slow for are dropped, and one that throws stays;
    ///   ``Health/logFailures`` counts both.
    public static func setLogSink(_ sink: (@Sendable (LogLevel, String, String) throws -> Void)?) {
        SoViecGenerated.setLogSink(sink: sink.map(LogForwarder.init))
    }
}
