import Foundation
package import Language

extension Session {
    /// The settings and, where they are few or known, their values.
    package static var settingChoices: [Completer.Setting] {
        SessionSetting.all.map { setting in
            let values: [String] =
                switch setting.name {
                case "zone": TimeZone.knownTimeZoneIdentifiers
                case "threads": ["all"]
                case "memory": ["automatic", setting.example]
                default: setting.expects == "on or off" ? ["on", "off"] : []
                }
            return Completer.Setting(setting.name, setting.summary, values: values)
        }
    }
}
