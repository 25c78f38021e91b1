#pragma once

#include <cblas.h>
#include <lapacke.h>
#include <stdlib.h>

// OpenBLAS does not declare this in the header that Debian installs for LAPACKE.
void openblas_set_num_threads(int threads);

// Only libraries that hold kernels for many processors have these.
void gotoblas_dynamic_init(void) __attribute__((weak));
void gotoblas_dynamic_quit(void) __attribute__((weak));

// Whether the processor can run the kernels that all machines use.
static inline int processor_runs_haswell(void) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#else
    return 0;
#endif
}

// Has OpenBLAS choose its kernels anew, for the processor of that name.
static inline void openblas_choose(const char *core) {
    if (gotoblas_dynamic_init == NULL || gotoblas_dynamic_quit == NULL) return;
    if (setenv("OPENBLAS_CORETYPE", core, 0) != 0) return;
    gotoblas_dynamic_quit();
    gotoblas_dynamic_init();
    unsetenv("OPENBLAS_CORETYPE");
}
