import Foundation
import SoViec
import TestOffice
import Testing

/// # A new phone
///
/// The office gives an officer a slip with a code. The app makes a key, keeps it in the key
/// store, opens a task book with it and enrols. From then on the task book opens with that key
/// and with no other.
@Suite("1. Enrol with a code, open with the right and the wrong key", .timeLimit(.minutes(2)))
struct Story01Enrol {
    @Test func story() async throws {
        let office = try TestOffice.sample()
        let place = try Place(office, phone: "new")

        // Once: 32 random bytes. On a phone they go into the Keychain before anything else.
        let kept = freshKey()

        // `open` takes the key over: the app's bytes are zeros afterwards.
        var key = kept
        let replica = try await Replica.open(place, key: &key)
        #expect(key == Data(count: 32))

        // Nobody is enrolled yet, and the error says what comes next.
        let early = await failure { try await replica.whoAmI() }
        guard case .enrol(let reason) = early else { return #expect(early != nil) }
        #expect(reason.code == "not_enrolled")

        // A mistyped code changes nothing; its sentence can be shown as it is.
        let mistyped = await failure { try await replica.enrol(address: office.address, code: "AAAAAAAAAA") }
        #expect(mistyped?.code == "bad_code")
        #expect(mistyped?.sentence.hasPrefix("Mã đăng ký không đúng") == true)

        // The officer telephones the office, which reads its fingerprint out. Another office
        // is refused, and the code stays good.
        let stranger = await failure {
            try await replica.enrol(
                address: office.address, code: office.codes[1], fingerprint: "0000 0000 0000 0000")
        }
        #expect(stranger?.code == "wrong_office")
        let profile = try await replica.enrol(
            address: office.address, code: office.codes[1], fingerprint: office.fingerprint)
        #expect(profile.officers.count == 1)
        #expect(profile.officeFingerprint == office.fingerprint)
        #expect(profile.relay == office.address)

        // The next start of the app.
        try await replica.close()
        var wrong = freshKey()
        let refused = await failure { try await Replica.open(place, key: &wrong) }
        guard case .askForKey(let why) = refused else { return #expect(refused != nil) }
        #expect(why.code == "wrong_key")
        // The wrong key is wiped too, and nothing was touched.
        #expect(wrong == Data(count: 32))
        var right = kept
        let again = try await Replica.open(place, key: &right)
        #expect(try await again.whoAmI().officers == profile.officers)
        try await again.close()
    }
}
