import Diagnostics
import DuckDBEngine
import Foundation
import Glibc
import LightGBMLearners
import ONNXModels
import Sessions
import WebSource
import XGBoostLearners

/// What the program needs of the machine, and whether it is there.
package struct Examination: Sendable {
    private let environment: [String: String]

    package init(environment: [String: String]) { self.environment = environment }

    package var findings: [Finding] {
        [
            program, duckdb, lightgbm, xgboost, onnxruntime, curl, machine, spill, state, terminal,
            locale,
        ]
    }

    /// One thing that was looked at.
    package struct Finding: Hashable, Sendable {
        package var subject: String
        package var state: State
        package var detail: String
        /// What to type or set, each alone enough to mend it.
        package var mending: [String]

        package init(subject: String, state: State, detail: String, mending: [String] = []) {
            self.subject = subject
            self.state = state
            self.detail = detail
            self.mending = mending
        }

        package enum State: String, Sendable {
            case good = "ok"
            /// Something works less well than it could.
            case advice = "note"
            /// Something cannot work.
            case missing = "missing"
        }
    }

    /// The version of the program, and of each library or why it cannot be opened.
    package var versions: String {
        [program, duckdb, lightgbm, xgboost, onnxruntime].map { "\($0.subject) \($0.detail)\n" }
            .joined()
    }

    private var program: Finding {
        Finding(subject: "epilogue", state: .good, detail: Version.current)
    }

    private var duckdb: Finding {
        do throws(Diagnostic) {
            let facts = try DuckDBEngine.libraryFacts()
            return Finding(
                subject: "DuckDB",
                state: .good,
                detail: "\(facts.version), \(facts.path)"
            )
        } catch {
            return Finding(subject: "DuckDB", missing: error)
        }
    }

    private var lightgbm: Finding {
        do throws(Diagnostic) {
            let path = try LightGBMLibrary.path()
            let version = try LightGBMLibrary.version() ?? "4.7 or newer"
            return Finding(subject: "LightGBM", state: .good, detail: "\(version), \(path)")
        } catch {
            return Finding(subject: "LightGBM", missing: error)
        }
    }

    private var xgboost: Finding {
        do throws(Diagnostic) {
            let detail = "\(try XGBoostLibrary.version()), \(try XGBoostLibrary.path())"
            return Finding(subject: "XGBoost", state: .good, detail: detail)
        } catch {
            return Finding(subject: "XGBoost", missing: error)
        }
    }

    private var onnxruntime: Finding {
        do throws(Diagnostic) {
            let detail = "\(try ONNXRuntimeLibrary.version()), \(try ONNXRuntimeLibrary.path())"
            return Finding(subject: "ONNX", state: .good, detail: detail)
        } catch {
            return Finding(subject: "ONNX", missing: error)
        }
    }
}

extension Examination {
    /// What fetches files, and whether it knows whom to trust.
    private var curl: Finding {
        let facts = WebSource.libraryFacts
        let detail = "\(facts.version), \(facts.encryption)"
        guard let file = facts.certificates, access(file, R_OK) != 0 else {
            return Finding(subject: "libcurl", state: .good, detail: detail)
        }
        return Finding(
            subject: "libcurl",
            state: .advice,
            detail: "\(detail), without certificates in \(file): `https://` cannot be loaded",
            mending: ["sudo apt-get install ca-certificates"]
        )
    }

    private var machine: Finding {
        let cores = ProcessInfo.processInfo.activeProcessorCount
        let memory = Int(ProcessInfo.processInfo.physicalMemory)
        return Finding(
            subject: "machine",
            state: .good,
            detail: "\(cores) cores, \(Self.size(memory)) of memory"
        )
    }

    private var spill: Finding {
        let folder = DuckDBEngine.spillParent
        guard Self.isWritable(folder) else {
            return Finding(
                subject: "spilling",
                state: .missing,
                detail: "`\(folder)` is not a folder that can be written",
                mending: ["mkdir -p ~/tmp && export TMPDIR=~/tmp"]
            )
        }
        let free = Self.freeSpace(folder)
        return Finding(
            subject: "spilling",
            state: free < 1_000_000_000 ? .advice : .good,
            detail: "\(Self.size(free)) free in \(folder)",
            mending: free < 1_000_000_000 ? ["mkdir -p ~/tmp && export TMPDIR=~/tmp"] : []
        )
    }

    private var state: Finding {
        guard let folder = JournalFolder(environment: environment)?.path else {
            return Finding(
                subject: "journals",
                state: .advice,
                detail: "no home folder, so nothing is kept between sessions",
                mending: ["export XDG_STATE_HOME=~/.local/state"]
            )
        }
        let standing = Self.standingFolder(folder)
        guard Self.isWritable(standing) else {
            return Finding(
                subject: "journals",
                state: .advice,
                detail: "`\(standing)` cannot be written, so nothing is kept between sessions",
                mending: ["export XDG_STATE_HOME=~/.local/state"]
            )
        }
        return Finding(subject: "journals", state: .good, detail: folder)
    }

    private var terminal: Finding {
        let name = environment["TERM"] ?? ""
        guard isatty(1) == 1 else {
            return Finding(subject: "terminal", state: .good, detail: "none, output is plain text")
        }
        var size = winsize()
        let known = ioctl(1, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        let shape = known ? ", \(size.ws_col) × \(size.ws_row)" : ""
        guard !name.isEmpty, name != "dumb" else {
            return Finding(
                subject: "terminal",
                state: .advice,
                detail: "TERM is \(name.isEmpty ? "not set" : name): no colour, no redrawing",
                mending: ["export TERM=xterm-256color"]
            )
        }
        return Finding(subject: "terminal", state: .good, detail: name + shape)
    }

    private var locale: Finding {
        let named = ["LC_ALL", "LC_CTYPE", "LANG"].lazy
            .compactMap { environment[$0] }.first { !$0.isEmpty }
        let name = named ?? "C"
        let isUnicode = name.lowercased().replacing("-", with: "").contains("utf8")
        return Finding(
            subject: "locale",
            state: isUnicode ? .good : .advice,
            detail: isUnicode ? name : "\(name) is not UTF-8: what is typed beyond ASCII may break",
            mending: isUnicode ? [] : ["export LC_ALL=C.UTF-8"]
        )
    }
}

extension Examination {
    private static func isWritable(_ folder: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder)
            && isFolder.boolValue && access(folder, W_OK | X_OK) == 0
    }

    /// The folder itself, or the nearest above it that there is: it is made at the first need.
    private static func standingFolder(_ path: String) -> String {
        var path = path
        while !FileManager.default.fileExists(atPath: path), path.count > 1 {
            path = (path as NSString).deletingLastPathComponent
        }
        return path
    }

    private static func freeSpace(_ folder: String) -> Int {
        var facts = statvfs()
        guard statvfs(folder, &facts) == 0 else { return 0 }
        return Int(facts.f_bavail) * Int(facts.f_frsize)
    }

    private static func size(_ bytes: Int) -> String {
        let gigabytes = Double(bytes) / 1e9
        return gigabytes < 10
            ? "\((gigabytes * 10).rounded() / 10) GB" : "\(Int(gigabytes.rounded())) GB"
    }
}
