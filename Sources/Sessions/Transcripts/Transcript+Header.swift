extension Transcript {
    /// What a replay must know before the first fence.
    package struct Header: Hashable, Sendable {
        /// The version of the file format.
        package var format = Transcript.formatVersion
        package var seed: UInt64?
        /// The time zone's name, UTC where the file is silent.
        package var zone: String?
        /// What `now()` is, as `2026-01-05T09:00:00Z`.
        package var clock: String?
        /// Which program and engine wrote the file.
        package var versions = Map()
        /// The content of each file that was read, as `sha256:` and 64 hexadecimal digits.
        package var inputs = Map()
        /// What `:set` had changed.
        package var settings = Map()
        /// The transcript that this one branched from, as `FILE@N`.
        package var parent: String?

        package init() {}
    }

    /// Names and texts in the order of the file.
    package struct Map: Hashable, Sendable, ExpressibleByDictionaryLiteral {
        package private(set) var entries: [Entry] = []

        package init() {}

        package init(dictionaryLiteral elements: (String, String)...) {
            for (name, text) in elements { self[name] = text }
        }

        package var isEmpty: Bool { entries.isEmpty }

        /// The text under a name; a new name goes to the end, nil takes one away.
        package subscript(name: String) -> String? {
            get { entries.first { $0.name == name }?.text }
            set {
                let index = entries.firstIndex { $0.name == name }
                switch (index, newValue) {
                case (let index?, let text?): entries[index].text = text
                case (let index?, nil): entries.remove(at: index)
                case (nil, let text?): entries.append(Entry(name: name, text: text))
                case (nil, nil): break
                }
            }
        }

        package struct Entry: Hashable, Sendable {
            package let name: String
            package var text: String
        }
    }
}
