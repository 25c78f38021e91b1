#define _GNU_SOURCE
#include "CXGBoost.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct xgboost_table xgboost_table;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char loaded_path[4096];
static _Thread_local char sentence[2048];

// The library asks for its OpenMP by a name that only its wheel has, and looks for it where the
// wheel has it. Opened beforehand, it is found by that name wherever it lies.
static void open_openmp(const char *library) {
    const char *slash = strrchr(library, '/');
    if (slash == NULL) return;
    char path[4096];
    int length = snprintf(
        path, sizeof path, "%.*s/libgomp-e985bcbb.so.1.0.0", (int)(slash - library), library);
    if (length > 0 && (size_t)length < sizeof path) dlopen(path, RTLD_NOW | RTLD_LOCAL);
}

// The name of the first function that the library lacks, or NULL.
static const char *look_up(void *handle, struct xgboost_table *table) {
    *(void **)&table->GetLastError = dlsym(handle, "XGBGetLastError");
    if (table->GetLastError == NULL) return "XGBGetLastError";
    *(void **)&table->Version = dlsym(handle, "XGBoostVersion");
    if (table->Version == NULL) return "XGBoostVersion";
#define XGBOOST_LOOK_UP(NAME, PARAMETERS, ARGUMENTS) \
    *(void **)&table->NAME = dlsym(handle, "XG" #NAME); \
    if (table->NAME == NULL) return "XG" #NAME;
    XGBOOST_FUNCTIONS(XGBOOST_LOOK_UP)
#undef XGBOOST_LOOK_UP
    return NULL;
}

static const char *load(const char *library) {
    setenv("OMP_WAIT_POLICY", "passive", 0);
    open_openmp(library);
    void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
    if (handle == NULL) {
        snprintf(sentence, sizeof sentence, "`%s` cannot be opened: %s", library, dlerror());
        return sentence;
    }
    struct xgboost_table found;
    const char *missing = look_up(handle, &found);
    if (missing != NULL) {
        dlclose(handle);
        snprintf(
            sentence, sizeof sentence, "`%s` lacks `%s`, and XGBoost 3.2 is needed", library,
            missing);
        return sentence;
    }
    int major, minor, patch;
    found.Version(&major, &minor, &patch);
    if (major != 3 || minor < 2) {
        dlclose(handle);
        snprintf(
            sentence, sizeof sentence, "`%s` is XGBoost %d.%d.%d, and 3.2 is needed", library, major,
            minor, patch);
        return sentence;
    }
    xgboost_table = found;
    Dl_info info;
    int known = dladdr(*(void **)&found.GetLastError, &info) != 0;
    snprintf(loaded_path, sizeof loaded_path, "%s", known ? info.dli_fname : library);
    return NULL;
}

const char *xgboost_load(const char *library) {
    pthread_mutex_lock(&lock);
    const char *fault = loaded_path[0] != 0 ? NULL : load(library);
    pthread_mutex_unlock(&lock);
    return fault;
}

const char *xgboost_loaded_path(void) {
    pthread_mutex_lock(&lock);
    const char *path = loaded_path[0] != 0 ? loaded_path : NULL;
    pthread_mutex_unlock(&lock);
    return path;
}
