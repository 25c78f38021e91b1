// What the language needs of RE2, Google's library of regular expressions, for callers without C++.
//
// An expression never changes once it is compiled, and several threads may use it at a time. Texts
// are UTF-8, of the length that is given.
#ifndef CRE2_H
#define CRE2_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A compiled expression, or what is wrong with one.
typedef struct CRE2Expression CRE2Expression;

/// Compiles an expression; NULL when there is no memory for it.
CRE2Expression *cre2_compiled(const char *text, size_t count);
void cre2_destroy(CRE2Expression *expression);

/// What is wrong with it: a value of RE2::ErrorCode, 0 for nothing.
int cre2_fault(const CRE2Expression *expression);
/// The part of the expression that is wrong; it lives as long as the expression.
const char *cre2_faulty_part(const CRE2Expression *expression, size_t *count);

/// How many groups it has.
int cre2_groups(const CRE2Expression *expression);
/// Whether it fits somewhere in a text.
bool cre2_matches(const CRE2Expression *expression, const char *text, size_t count);
/// Where a group lies in the first part of a text that it fits, group 0 being the whole; an empty
/// range for a group that takes no part. False when it fits nowhere.
bool cre2_found(
    const CRE2Expression *expression, const char *text, size_t count, int group,
    size_t *start, size_t *end
);

/// Whether `\1` and the like in a replacement name groups that are there.
bool cre2_takes(const CRE2Expression *expression, const char *replacement, size_t count);
/// A text with all that the expression fits replaced, to be freed with `cre2_free`; NULL when there
/// is no memory for it.
char *cre2_replaced(
    const CRE2Expression *expression, const char *text, size_t count,
    const char *replacement, size_t replacement_count, size_t *result_count
);
void cre2_free(char *text);

#ifdef __cplusplus
}
#endif
#endif
