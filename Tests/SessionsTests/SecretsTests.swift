import Sessions
import Testing

@Suite("Secrets in a text")
struct SecretsTests {
    static let masked: [(String, String)] = [
        (#"load("a.db", password: "hunter2")"#, #"load("a.db", password: "<secret>")"#),
        (#"connect(api_key = 'abc', rows: 3)"#, #"connect(api_key = '<secret>', rows: 3)"#),
        (#"x = {"clientSecret": "pw", a: 1}"#, #"x = {"clientSecret": "<secret>", a: 1}"#),
        (#"password: "a \" b" | head"#, #"password: "<secret>" | head"#),
        (#"password: "never closed"#, #"password: "<secret>"#),
        (
            #"load("https://a.org/x?token=abc&n=1")"#,
            #"load("https://a.org/x?token=<secret>&n=1")"#
        ),
        (
            #"load("https://a.org/x?sv=1&sig=a%2Fb%3D&X-Amz-Signature=0f#t") | head"#,
            #"load("https://a.org/x?sv=1&sig=<secret>&X-Amz-Signature=<secret>#t") | head"#
        ),
        (#"load("https://a.org/x?key=q7w8e9")"#, #"load("https://a.org/x?key=<secret>")"#),
        ("https://ann:<secret>@a.org/x?token=q", "https://ann:<secret>@a.org/x?token=<secret>"),
        (
            #"load("postgres://ann:s3cr:et@db.org:5432/x")"#,
            #"load("postgres://ann:<secret>@db.org:5432/x")"#
        ),
        ("! curl -d password=letmein a.org", "! curl -d password=<secret> a.org"),
        ("! tool --token=abc x", "! tool --token=<secret> x"),
        ("AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/b", "AWS_SECRET_ACCESS_KEY=<secret>"),
        ("id AKIAIOSFODNN7EXAMPLE.", "id <secret>."),
        ("Authorization: Bearer abc.def-12345", "Authorization: Bearer <secret>"),
        ("ghp_0123456789abcdefghijklmnopqrstuvwxyz", "<secret>"),
        ("t eyJhbGciOiJI.eyJzdWIiOiIx.SflKxw-9 u", "t <secret> u"),
        (
            "a\n-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nb",
            "a\n<secret>\nb"
        ),
        ("-----BEGIN PRIVATE KEY-----\nMIIE", "<secret>"),
        (#"key: "9f8a7b6c5d4e3f2a1b0c""#, #"key: "<secret>""#),
        ("password: \"pä🔑\" # é", "password: \"<secret>\" # é"),
    ]

    @Test("are replaced", arguments: masked)
    func areMasked(_ pair: (String, String)) {
        #expect(Secrets.masked(pair.0) == pair.1)
        #expect(Secrets.masked(pair.1) == pair.1)
    }

    static let plain = [
        "  data/token.csv: sha256:" + String(repeating: "2f8a", count: 16),
        "token: sha256:" + String(repeating: "2f8a", count: 16),
        #"secret: "sha256:12ab34""#,
        "token = lower(name)", "derive(token = split_text(x, \" \"))", "filter(token == \"abc\")",
        "password = letmein", "join(planes, on: key)", #"sort(key: "origin")"#, "tokens: 500",
        #"load("users.csv", types: {password: "text", token: "int"})"#,
        "max_tokens=500", "https://a.org/x?key=species&n=1&sign=2", "https://ann@a.org/x",
        "load(\"https://example.org:8080/a@b.csv\")", "ratio 3:4@5",
        "the bearer of news", "Basic statistics of the column", "AKIA", "sk-learn", "key = 12",
        "monkey: \"banana\"", "-----BEGIN CERTIFICATE-----\nMIIE", "", "é: ü",
        "hash 2f8a2f8a2f8a2f8a2f8a2f8a2f8a2f8a", "a://b", "password:", "password",
    ]

    @Test("are not seen in what is none", arguments: plain)
    func areLeft(_ text: String) {
        #expect(Secrets.masked(text) == text)
    }
}
