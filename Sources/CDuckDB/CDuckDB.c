#define _GNU_SOURCE
#include "CDuckDB.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

struct duckdb_table duckdb_table;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char loaded_path[4096];
static _Thread_local char sentence[2048];

static const char *const wanted_version = "v2.0.";

// Lazily, because the stand-in for Python defines only the data that is looked at while opening,
// and locally, because nothing else shall bind to the symbols of a database.
static void *open_library(const char *library, const char *python) {
    void *handle = dlopen(library, RTLD_LAZY | RTLD_LOCAL);
    if (handle != NULL || python == NULL) return handle;
    snprintf(sentence, sizeof sentence, "%s", dlerror());
    if (strstr(sentence, "undefined symbol") == NULL) return NULL;
    // The last `dlerror` is what the caller reports: of the stand-in if that is what is missing.
    if (dlopen(python, RTLD_LAZY | RTLD_GLOBAL) == NULL) return NULL;
    return dlopen(library, RTLD_LAZY | RTLD_LOCAL);
}

static const char *cannot_open(const char *library) {
    const char *reason = dlerror();
    char copy[1024];
    snprintf(copy, sizeof copy, "%s", reason != NULL ? reason : sentence);
    snprintf(sentence, sizeof sentence, "`%s` cannot be opened: %s", library, copy);
    return sentence;
}

// The name of the first function that the library lacks, or NULL.
static const char *look_up(void *handle, struct duckdb_table *table) {
#define DUCKDB_LOOK_UP(RESULT, NAME, PARAMETERS, ARGUMENTS) \
    *(void **)&table->NAME = dlsym(handle, "duckdb_" #NAME); \
    if (table->NAME == NULL) return "duckdb_" #NAME;
    DUCKDB_FUNCTIONS(DUCKDB_LOOK_UP)
#undef DUCKDB_LOOK_UP
    return NULL;
}

static const char *check_version(void *handle, const char *library) {
    const char *(*version)(void) = NULL;
    *(void **)&version = dlsym(handle, "duckdb_library_version");
    if (version == NULL) {
        snprintf(sentence, sizeof sentence, "`%s` is not DuckDB", library);
        return sentence;
    }
    if (strncmp(version(), wanted_version, strlen(wanted_version)) == 0) return NULL;
    snprintf(
        sentence, sizeof sentence, "`%s` is DuckDB %s, and v2.0 is needed", library, version());
    return sentence;
}

static const char *load(const char *library, const char *python) {
    dlerror();
    void *handle = open_library(library, python);
    if (handle == NULL) return cannot_open(library);

    const char *fault = check_version(handle, library);
    struct duckdb_table found;
    if (fault == NULL) {
        const char *missing = look_up(handle, &found);
        if (missing != NULL) {
            snprintf(sentence, sizeof sentence, "`%s` lacks `%s`", library, missing);
            fault = sentence;
        }
    }
    if (fault != NULL) {
        dlclose(handle);
        return fault;
    }
    duckdb_table = found;
    Dl_info info;
    int known = dladdr(*(void **)&found.library_version, &info) != 0;
    snprintf(loaded_path, sizeof loaded_path, "%s", known ? info.dli_fname : library);
    return NULL;
}

const char *duckdb_load(const char *library, const char *python) {
    pthread_mutex_lock(&lock);
    const char *fault = loaded_path[0] != 0 ? NULL : load(library, python);
    pthread_mutex_unlock(&lock);
    return fault;
}

const char *duckdb_loaded_path(void) {
    pthread_mutex_lock(&lock);
    const char *path = loaded_path[0] != 0 ? loaded_path : NULL;
    pthread_mutex_unlock(&lock);
    return path;
}
