import Dispatch
import Foundation
import SoViec

/// The calls, as many of each as the example in Rust makes.
struct Calls {
    private let place: Place
    private let key: Data
    private let warm = 100
    private let lists = 1_000
    private let ticks = 200

    init(folder: String, key: String) {
        place = Bench.place(folder)
        let digits = Array(key)
        self.key = Data(
            stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(String(digits[$0...$0 + 1]), radix: 16) ?? 0 })
    }

    func run() async throws {
        // The library is linked: its first use checks that it fits the generated code.
        say("first_load", micros { _ = SoViecCore.version })
        var handedOver = key
        let begun = now()
        let replica = try await Replica.open(place, key: &handedOver)
        _ = try await replica.tasks(limit: 100)
        say("first_list", Double(now() - begun) / 1e3)
        say("list_100", try await listing(replica))
        say("tick", try await ticking(replica))
        try await replica.close()
    }

    private func listing(_ replica: Replica) async throws -> Double {
        var taken: [Double] = []
        for round in 0..<warm + lists {
            let begun = now()
            let rows = try await replica.tasks(limit: 100).rows.count
            if round >= warm { taken.append(Double(now() - begun) / 1e3) }
            precondition(rows == 100, "the phone has too few tasks")
        }
        return median(taken)
    }

    /// Ticks one item after the other; in the next round takes the ticks back.
    private func ticking(_ replica: Replica) async throws -> Double {
        let me = try await replica.whoAmI().officers[0].id
        var items: [(BookId, ItemId)] = []
        for row in try await replica.tasks(limit: 100).rows {
            let task = try await replica.task(book: row.book, task: row.task)
            if let item = task.items.first { items.append((row.book, item.item)) }
        }
        var taken: [Double] = []
        for at in 0..<2 * ticks {
            let (book, item) = items[at % items.count]
            let done = (at / items.count) % 2 == 0
            let begun = now()
            try await replica.tick(by: me, book: book, item: item, done: done)
            // The first half lets the book get warm.
            if at >= ticks { taken.append(Double(now() - begun) / 1e3) }
        }
        return median(taken)
    }

    private func say(_ name: String, _ micros: Double) {
        print("\(name) \(String(format: "%.1f", micros)) us")
    }
}

private func now() -> UInt64 { DispatchTime.now().uptimeNanoseconds }

private func micros(_ body: () -> Void) -> Double {
    let begun = now()
    body()
    return Double(now() - begun) / 1e3
}

private func median(_ values: [Double]) -> Double {
    values.sorted()[values.count / 2]
}
