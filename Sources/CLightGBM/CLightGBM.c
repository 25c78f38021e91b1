#define _GNU_SOURCE
#include "CLightGBM.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

struct lightgbm_table lightgbm_table;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char loaded_path[4096];
static _Thread_local char sentence[2048];

// The name of the first function that the library lacks, or NULL.
static const char *look_up(void *handle, struct lightgbm_table *table) {
    *(void **)&table->GetLastError = dlsym(handle, "LGBM_GetLastError");
    if (table->GetLastError == NULL) return "LGBM_GetLastError";
#define LIGHTGBM_LOOK_UP(NAME, PARAMETERS, ARGUMENTS) \
    *(void **)&table->NAME = dlsym(handle, "LGBM_" #NAME); \
    if (table->NAME == NULL) return "LGBM_" #NAME;
    LIGHTGBM_FUNCTIONS(LIGHTGBM_LOOK_UP)
#undef LIGHTGBM_LOOK_UP
    return NULL;
}

static const char *load(const char *library) {
    setenv("OMP_WAIT_POLICY", "passive", 0);
    void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
    if (handle == NULL) {
        snprintf(sentence, sizeof sentence, "`%s` cannot be opened: %s", library, dlerror());
        return sentence;
    }
    // The library does not tell its version, but the Arrow streams among the functions are new.
    struct lightgbm_table found;
    const char *missing = look_up(handle, &found);
    if (missing != NULL) {
        dlclose(handle);
        snprintf(
            sentence, sizeof sentence, "`%s` lacks `%s`, and LightGBM 4.7 is needed", library,
            missing);
        return sentence;
    }
    lightgbm_table = found;
    Dl_info info;
    int known = dladdr(*(void **)&found.GetLastError, &info) != 0;
    snprintf(loaded_path, sizeof loaded_path, "%s", known ? info.dli_fname : library);
    return NULL;
}

const char *lightgbm_load(const char *library) {
    pthread_mutex_lock(&lock);
    const char *fault = loaded_path[0] != 0 ? NULL : load(library);
    pthread_mutex_unlock(&lock);
    return fault;
}

const char *lightgbm_loaded_path(void) {
    pthread_mutex_lock(&lock);
    const char *path = loaded_path[0] != 0 ? loaded_path : NULL;
    pthread_mutex_unlock(&lock);
    return path;
}
