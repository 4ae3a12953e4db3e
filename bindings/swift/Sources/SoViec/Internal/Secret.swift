import Foundation

/// The key's only copy while the core is called. It is never moved, and wiped when dropped.
final class Secret: @unchecked Sendable {
    // Written in `init` and `deinit` alone.
    private let bytes: UnsafeMutableRawBufferPointer

    /// Takes the bytes over: what was passed holds zeros afterwards.
    init(taking key: inout Data) {
        bytes = .allocate(byteCount: key.count, alignment: 1)
        key.copyBytes(to: bytes)
        key.resetBytes(in: key.startIndex..<key.endIndex)
    }

    /// The bytes, where they are. Not to be kept.
    func with<Output>(_ body: (Data) throws -> Output) rethrows -> Output {
        guard let start = bytes.baseAddress, !bytes.isEmpty else { return try body(Data()) }
        return try body(Data(bytesNoCopy: start, count: bytes.count, deallocator: .none))
    }

    deinit {
        defer { bytes.deallocate() }
        guard let start = bytes.baseAddress else { return }
        // These two alone may not be left out by the compiler before memory is given back.
        #if canImport(Darwin)
            memset_s(start, bytes.count, 0, bytes.count)
        #else
            explicit_bzero(start, bytes.count)
        #endif
    }
}
