import Diagnostics

/// A file of another program's own format, and the line that makes one of it that is read here.
struct ForeignFile {
    private let title: String
    private let command: (_ path: String, _ stem: String) -> String
    private let ending: String

    /// The format that a name tells; nil where it is none of these.
    init?(path: String) {
        guard let dot = path.lastIndex(of: ".") else { return nil }
        switch path[path.index(after: dot)...].lowercased() {
        case "xlsx", "xls", "xlsm", "ods":
            self.init("a spreadsheet", "csv") { path, stem in
                let slash = stem.lastIndex(of: "/")
                let folder = slash.map { " --outdir \(stem[..<$0])" } ?? ""
                return "! libreoffice --headless --convert-to csv\(folder) \(path)"
            }
        case "rds":
            self.init("an object of R", "csv") { path, stem in
                "! Rscript -e 'write.csv(readRDS(\"\(path)\"), \"\(stem).csv\", row.names = FALSE)'"
            }
        case "rdata", "rda":
            self.init("a workspace of R", "csv") { path, stem in
                "! Rscript -e 'write.csv(get(load(\"\(path)\")), \"\(stem).csv\", row.names = FALSE)'"
            }
        case "pkl", "pickle":
            self.init("a pickle, which runs code when it is opened", "parquet") {
                Self.pandas("read_pickle", $0, $1)
            }
        case "feather", "arrow":
            self.init("an Arrow file", "parquet") { Self.pandas("read_feather", $0, $1) }
        case "dta":
            self.init("a Stata file", "parquet") { Self.pandas("read_stata", $0, $1) }
        case "sav":
            self.init("an SPSS file", "parquet") { Self.pandas("read_spss", $0, $1) }
        case "sas7bdat", "xpt":
            self.init("a SAS file", "parquet") { Self.pandas("read_sas", $0, $1) }
        case "h5", "hdf5":
            self.init("an HDF5 file", "parquet") { Self.pandas("read_hdf", $0, $1) }
        default: return nil
        }
    }

    private init(
        _ title: String,
        _ ending: String,
        _ command: @escaping (_ path: String, _ stem: String) -> String
    ) {
        self.title = title
        self.ending = ending
        self.command = command
    }

    private static func pandas(_ reader: String, _ path: String, _ stem: String) -> String {
        "! python3 -c 'import pandas; pandas.\(reader)(\"\(path)\").to_parquet(\"\(stem).parquet\")'"
    }

    func fault(_ typed: String, at span: SourceSpan) -> Diagnostic {
        let stem = String(typed[..<(typed.lastIndex(of: ".") ?? typed.endIndex)])
        return Diagnostic(
            "file.foreign",
            "`\(typed)` is \(title), which is not read here",
            at: span,
            hints: [command(typed, stem), "load(\"\(stem).\(ending)\") then"]
        )
    }
}
