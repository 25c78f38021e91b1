#pragma once

// ONNX Runtime, opened while the program runs: `onnxruntime_load` first, then any `ort_…` function.
// Calling one before a load that succeeded ends the program.

#include "onnxruntime_functions.h"

/// Opens ONNX Runtime, once for the whole process; safe from any thread, and free of charge when it
/// is open already.
///
/// `library` is a path, or a plain name that the system's loader searches for. Returns NULL when the
/// library is ready, else one clause saying what is wrong, which stays valid until the same thread
/// calls again.
const char *onnxruntime_load(const char *library);

/// The path under which it was opened, or NULL as long as it is not.
const char *onnxruntime_loaded_path(void);

/// Its version, such as 1.32.0, or NULL as long as it is not open.
const char *onnxruntime_version(void);

/// The functions found by `onnxruntime_load`; the wrappers below are the way to call them.
struct ort_table {
    const char *(*error_message)(ORTStatus status);
#define ORT_ENTRY(SLOT, NAME, PARAMETERS, ARGUMENTS) ORTStatus(*NAME) PARAMETERS;
    ORT_FUNCTIONS(ORT_ENTRY)
#undef ORT_ENTRY
#define ORT_ENTRY(SLOT, NAME, TYPE) void (*release_##NAME)(TYPE);
    ORT_RELEASES(ORT_ENTRY)
#undef ORT_ENTRY
};
extern struct ort_table ort_table;

/// What a status says; it lives as long as that.
static inline const char *ort_error_message(ORTStatus status) {
    return ort_table.error_message(status);
}

#define ORT_WRAPPER(SLOT, NAME, PARAMETERS, ARGUMENTS) \
    static inline ORTStatus ort_##NAME PARAMETERS { return ort_table.NAME ARGUMENTS; }
ORT_FUNCTIONS(ORT_WRAPPER)
#undef ORT_WRAPPER

#define ORT_WRAPPER(SLOT, NAME, TYPE) \
    static inline void ort_release_##NAME(TYPE object) { ort_table.release_##NAME(object); }
ORT_RELEASES(ORT_WRAPPER)
#undef ORT_WRAPPER
