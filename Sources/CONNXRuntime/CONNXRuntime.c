#define _GNU_SOURCE
#include "CONNXRuntime.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

struct ort_table ort_table;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char loaded_path[4096];
static char loaded_version[64];
static _Thread_local char sentence[2048];

// What the library exports: the way to its table, and its version.
struct base {
    void **(*table)(uint32_t version);
    const char *(*version)(void);
};

// The version of the table's layout in which all functions that are called are there.
static const uint32_t layout = 1;

static const char *load(const char *library) {
    void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
    if (handle == NULL) {
        snprintf(sentence, sizeof sentence, "`%s` cannot be opened: %s", library, dlerror());
        return sentence;
    }
    const struct base *(*get_base)(void);
    *(void **)&get_base = dlsym(handle, "OrtGetApiBase");
    const struct base *base = get_base == NULL ? NULL : get_base();
    int major = 0, minor = 0;
    if (base != NULL) sscanf(base->version(), "%d.%d", &major, &minor);
    if (major != 1 || minor < 20) {
        snprintf(
            sentence, sizeof sentence, "`%s` is %s, and ONNX Runtime 1.20 or newer is needed", library,
            base == NULL ? "no ONNX Runtime" : base->version());
        dlclose(handle);
        return sentence;
    }
    void **slots = base->table(layout);
    if (slots == NULL) {
        dlclose(handle);
        snprintf(sentence, sizeof sentence, "`%s` has no table of functions", library);
        return sentence;
    }
    *(void **)&ort_table.error_message = slots[2];
#define ORT_TAKE(SLOT, NAME, PARAMETERS, ARGUMENTS) *(void **)&ort_table.NAME = slots[SLOT];
    ORT_FUNCTIONS(ORT_TAKE)
#undef ORT_TAKE
#define ORT_TAKE(SLOT, NAME, TYPE) *(void **)&ort_table.release_##NAME = slots[SLOT];
    ORT_RELEASES(ORT_TAKE)
#undef ORT_TAKE
    snprintf(loaded_version, sizeof loaded_version, "%s", base->version());
    Dl_info info;
    int known = dladdr(*(void **)&get_base, &info) != 0;
    snprintf(loaded_path, sizeof loaded_path, "%s", known ? info.dli_fname : library);
    return NULL;
}

const char *onnxruntime_load(const char *library) {
    pthread_mutex_lock(&lock);
    const char *fault = loaded_path[0] != 0 ? NULL : load(library);
    pthread_mutex_unlock(&lock);
    return fault;
}

const char *onnxruntime_loaded_path(void) {
    pthread_mutex_lock(&lock);
    const char *path = loaded_path[0] != 0 ? loaded_path : NULL;
    pthread_mutex_unlock(&lock);
    return path;
}

const char *onnxruntime_version(void) {
    pthread_mutex_lock(&lock);
    const char *version = loaded_path[0] != 0 ? loaded_version : NULL;
    pthread_mutex_unlock(&lock);
    return version;
}
