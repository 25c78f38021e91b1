import Tables

extension Matrix {
    /// Its cells where they lie, described as XGBoost reads arrays: address, shape, strides, type.
    func withArrayInterface<Result>(_ body: (String) -> Result) -> Result {
        let step = MemoryLayout<Double>.stride
        return cells.withUnsafeBufferPointer { cells in
            let address = UInt(bitPattern: cells.baseAddress)
            return body(
                """
                {"data": [\(address), true], "shape": [\(rows), \(columns)], \
                "strides": [\(step), \(step * rows)], "typestr": "<f8", "version": 3}
                """
            )
        }
    }
    /// The same of each column by itself, which the library bins in less time.
    func withColumnInterfaces<Result>(_ body: (String) -> Result) -> Result {
        cells.withUnsafeBufferPointer { cells in
            let start = UInt(bitPattern: cells.baseAddress)
            let columns = (0..<columns).map { column in
                let address = start + UInt(column * rows * MemoryLayout<Double>.stride)
                return """
                    {"data": [\(address), true], "shape": [\(rows)], "typestr": "<f8", "version": 3}
                    """
            }
            return body("[\(columns.joined(separator: ", "))]")
        }
    }
}
