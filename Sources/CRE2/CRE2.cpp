#include "CRE2.h"

#include <re2/re2.h>

#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

// The options that DuckDB sets for an expression without flags: RE2's own, and no log.
struct CRE2Expression {
    RE2 compiled;

    static RE2::Options options() {
        RE2::Options options;
        options.set_log_errors(false);
        return options;
    }

    explicit CRE2Expression(re2::StringPiece text) : compiled(text, options()) {}
};

CRE2Expression *cre2_compiled(const char *text, size_t count) {
    return new (std::nothrow) CRE2Expression(re2::StringPiece(text, count));
}

void cre2_destroy(CRE2Expression *expression) { delete expression; }

int cre2_fault(const CRE2Expression *expression) { return expression->compiled.error_code(); }

const char *cre2_faulty_part(const CRE2Expression *expression, size_t *count) {
    const std::string &part = expression->compiled.error_arg();
    *count = part.size();
    return part.data();
}

int cre2_groups(const CRE2Expression *expression) {
    return expression->compiled.NumberOfCapturingGroups();
}

bool cre2_matches(const CRE2Expression *expression, const char *text, size_t count) {
    re2::StringPiece input(text, count);
    return expression->compiled.Match(input, 0, count, RE2::UNANCHORED, nullptr, 0);
}

bool cre2_found(
    const CRE2Expression *expression, const char *text, size_t count, int group,
    size_t *start, size_t *end
) {
    re2::StringPiece input(text, count);
    std::vector<re2::StringPiece> groups(group + 1);
    const RE2 &compiled = expression->compiled;
    if (!compiled.Match(input, 0, count, RE2::UNANCHORED, groups.data(), group + 1)) return false;
    const re2::StringPiece &found = groups[group];
    *start = found.data() == nullptr ? 0 : found.data() - text;
    *end = *start + found.size();
    return true;
}

bool cre2_takes(const CRE2Expression *expression, const char *replacement, size_t count) {
    std::string fault;
    return expression->compiled.CheckRewriteString(re2::StringPiece(replacement, count), &fault);
}

char *cre2_replaced(
    const CRE2Expression *expression, const char *text, size_t count,
    const char *replacement, size_t replacement_count, size_t *result_count
) {
    std::string result(text, count);
    RE2::GlobalReplace(
        &result, expression->compiled, re2::StringPiece(replacement, replacement_count)
    );
    // One byte more, so that an empty text is not taken for a lack of memory.
    char *copy = static_cast<char *>(std::malloc(result.size() + 1));
    if (copy == nullptr) return nullptr;
    std::memcpy(copy, result.data(), result.size());
    *result_count = result.size();
    return copy;
}

void cre2_free(char *text) { std::free(text); }
