extension [UInt8] {
    /// Source text in which what is secret within an address, such as the password of
    /// `scheme://user:password@host`, is stars, as many as it has bytes: what points at a place still
    /// does.
    var blottingSecrets: [UInt8] {
        var text = self
        for range in AddressSecrets.ranges(in: text) {
            for index in range { text[index] = UInt8(ascii: "*") }
        }
        return text
    }
}
