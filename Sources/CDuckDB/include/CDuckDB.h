#pragma once

// DuckDB 2.0, opened while the program runs: `duckdb_load` first, then any `duckdb_…` function.
// Calling one before a load that succeeded ends the program.

#include "duckdb_functions.h"
#include "duckdb_types.h"

/// Opens DuckDB, once for the whole process, and looks up all the functions named in
/// `duckdb_functions.h`; safe from any thread, and free of charge when it is open already.
///
/// `library` is a path, or a plain name that the system's loader searches for. `python` names what
/// defines the Python symbols that the build of DuckDB inside Python's package asks for when it is
/// opened (none of them is ever called): a stand-in, or Python's own library. It is opened only if
/// the library fails without it, and may be NULL.
///
/// Returns NULL when DuckDB is ready, else one clause saying what is wrong, which stays valid until
/// the same thread calls again.
const char *duckdb_load(const char *library, const char *python);

/// The path under which DuckDB was opened, or NULL as long as it is not.
const char *duckdb_loaded_path(void);

/// The functions found by `duckdb_load`; the wrappers below are the way to call them.
struct duckdb_table {
#define DUCKDB_ENTRY(RESULT, NAME, PARAMETERS, ARGUMENTS) RESULT(*NAME) PARAMETERS;
    DUCKDB_FUNCTIONS(DUCKDB_ENTRY)
#undef DUCKDB_ENTRY
};
extern struct duckdb_table duckdb_table;

#define DUCKDB_WRAPPER(RESULT, NAME, PARAMETERS, ARGUMENTS) \
    static inline RESULT duckdb_##NAME PARAMETERS { return duckdb_table.NAME ARGUMENTS; }
DUCKDB_FUNCTIONS(DUCKDB_WRAPPER)
#undef DUCKDB_WRAPPER

// What needs no call into the library.

static inline uint32_t duckdb_string_t_length(duckdb_string_t string) { return string.length; }

/// The bytes of a text, which lie in `string` itself when it is short: they live as long as it does.
static inline const char *duckdb_string_t_data(const duckdb_string_t *string) {
    return string->length <= 12 ? string->prefix : string->pointer;
}

/// Whether a row holds a value. `validity` is NULL where every row does.
static inline bool duckdb_validity_row_is_valid(const uint64_t *validity, idx_t row) {
    return validity == NULL || ((validity[row / 64] >> (row % 64)) & 1) != 0;
}

static inline void duckdb_validity_set_row_valid(uint64_t *validity, idx_t row) {
    validity[row / 64] |= (uint64_t)1 << (row % 64);
}

static inline void duckdb_validity_set_row_invalid(uint64_t *validity, idx_t row) {
    validity[row / 64] &= ~((uint64_t)1 << (row % 64));
}
