#pragma once

// XGBoost 3.2, opened while the program runs: `xgboost_load` first, then any `XG…` function.
// Calling one before a load that succeeded ends the program.

#include "xgboost_functions.h"

/// Opens XGBoost, once for the whole process, and looks up all the functions named in
/// `xgboost_functions.h`; safe from any thread, and free of charge when it is open already.
///
/// `library` is a path, or a plain name that the system's loader searches for. The OpenMP that the
/// library was built with is opened first where it lies in the same folder. Before the first load,
/// OpenMP's threads are told to sleep while they wait (unless the environment says otherwise).
///
/// Returns NULL when XGBoost is ready, else one clause saying what is wrong, which stays valid until
/// the same thread calls again.
const char *xgboost_load(const char *library);

/// The path under which XGBoost was opened, or NULL as long as it is not.
const char *xgboost_loaded_path(void);

/// The functions found by `xgboost_load`; the wrappers below are the way to call them.
struct xgboost_table {
    const char *(*GetLastError)(void);
    void (*Version)(int *major, int *minor, int *patch);
#define XGBOOST_ENTRY(NAME, PARAMETERS, ARGUMENTS) int(*NAME) PARAMETERS;
    XGBOOST_FUNCTIONS(XGBOOST_ENTRY)
#undef XGBOOST_ENTRY
};
extern struct xgboost_table xgboost_table;

/// Why the last call on this thread failed.
static inline const char *XGBGetLastError(void) { return xgboost_table.GetLastError(); }

/// The version of the library that is open.
static inline void XGBoostVersion(int *major, int *minor, int *patch) {
    xgboost_table.Version(major, minor, patch);
}

#define XGBOOST_WRAPPER(NAME, PARAMETERS, ARGUMENTS) \
    static inline int XG##NAME PARAMETERS { return xgboost_table.NAME ARGUMENTS; }
XGBOOST_FUNCTIONS(XGBOOST_WRAPPER)
#undef XGBOOST_WRAPPER
