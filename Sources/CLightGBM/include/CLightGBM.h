#pragma once

// LightGBM 4.7, opened while the program runs: `lightgbm_load` first, then any `LGBM_…` function.
// Calling one before a load that succeeded ends the program.

#include "lightgbm_functions.h"

/// Opens LightGBM, once for the whole process, and looks up all the functions named in
/// `lightgbm_functions.h`; safe from any thread, and free of charge when it is open already.
///
/// `library` is a path, or a plain name that the system's loader searches for. Before the first
/// load, OpenMP's threads are told to sleep while they wait (unless the environment says
/// otherwise): spinning, they cost a busy machine several times the work itself.
///
/// Returns NULL when LightGBM is ready, else one clause saying what is wrong, which stays valid
/// until the same thread calls again.
const char *lightgbm_load(const char *library);

/// The path under which LightGBM was opened, or NULL as long as it is not.
const char *lightgbm_loaded_path(void);

/// The functions found by `lightgbm_load`; the wrappers below are the way to call them.
struct lightgbm_table {
    const char *(*GetLastError)(void);
#define LIGHTGBM_ENTRY(NAME, PARAMETERS, ARGUMENTS) int(*NAME) PARAMETERS;
    LIGHTGBM_FUNCTIONS(LIGHTGBM_ENTRY)
#undef LIGHTGBM_ENTRY
};
extern struct lightgbm_table lightgbm_table;

/// Why the last call on this thread failed.
static inline const char *LGBM_GetLastError(void) { return lightgbm_table.GetLastError(); }

#define LIGHTGBM_WRAPPER(NAME, PARAMETERS, ARGUMENTS) \
    static inline int LGBM_##NAME PARAMETERS { return lightgbm_table.NAME ARGUMENTS; }
LIGHTGBM_FUNCTIONS(LIGHTGBM_WRAPPER)
#undef LIGHTGBM_WRAPPER
