// swift-tools-version: 6.0
import Foundation
import PackageDescription

// On Apple's systems the core comes as an XCFramework that was laid beside this file, and with
// it the C module. Elsewhere the linker is told where libsoviec_ffi is (-Xlinker -L).
let framework = "SoViecFFI.xcframework"
let beside = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(framework)
let core: Target =
    FileManager.default.fileExists(atPath: beside.path)
    ? .binaryTarget(name: "SoViecFFI", path: framework)
    : .systemLibrary(name: "SoViecFFI")

let package = Package(
    name: "SoViec",
    platforms: [.iOS(.v15), .macOS(.v12)],
    products: [.library(name: "SoViec", targets: ["SoViec"])],
    targets: [
        core,
        // Written by the build, never by hand, and hidden behind the library.
        .target(name: "SoViecGenerated", dependencies: ["SoViecFFI"]),
        .target(name: "SoViec", dependencies: ["SoViecGenerated"]),
        // A relay for tests: the real program, started from them. In no product.
        .target(name: "TestOffice"),
        .executableTarget(name: "bench", dependencies: ["SoViec", "TestOffice"]),
        .testTarget(name: "SoViecTests", dependencies: ["SoViec", "TestOffice"]),
    ],
    swiftLanguageModes: [.v6]
)
