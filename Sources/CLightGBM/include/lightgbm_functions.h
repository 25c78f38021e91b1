#pragma once

// The functions of LightGBM's C API that Epilogue calls: F(name, (parameters), (arguments)). From
// each line come an entry of the table below, the look-up that fills it, and the function
// `LGBM_<name>` that calls through it. Each returns 0, or -1 and leaves its reason to
// `LGBM_GetLastError` of the same thread.

#include <stddef.h>
#include <stdint.h>

typedef struct LGBM_DatasetObject *DatasetHandle;
typedef struct LGBM_BoosterObject *BoosterHandle;
typedef struct LGBM_FastConfigObject *FastConfigHandle;

// Element types of buffers.
#define C_API_DTYPE_FLOAT32 0
#define C_API_DTYPE_FLOAT64 1
#define C_API_DTYPE_INT32 2
#define C_API_DTYPE_INT64 3

// What a prediction is: transformed, the raw score, the leaf of each tree, or contributions of the
// features, with the expected value as one more at the end.
#define C_API_PREDICT_NORMAL 0
#define C_API_PREDICT_RAW_SCORE 1
#define C_API_PREDICT_LEAF_INDEX 2
#define C_API_PREDICT_CONTRIB 3

#define C_API_FEATURE_IMPORTANCE_SPLIT 0
#define C_API_FEATURE_IMPORTANCE_GAIN 1

#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

struct ArrowSchema {
    const char *format;
    const char *name;
    const char *metadata;
    int64_t flags;
    int64_t n_children;
    struct ArrowSchema **children;
    struct ArrowSchema *dictionary;
    void (*release)(struct ArrowSchema *);
    void *private_data;
};

struct ArrowArray {
    int64_t length;
    int64_t null_count;
    int64_t offset;
    int64_t n_buffers;
    int64_t n_children;
    const void **buffers;
    struct ArrowArray **children;
    struct ArrowArray *dictionary;
    void (*release)(struct ArrowArray *);
    void *private_data;
};

#endif

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE

struct ArrowArrayStream {
    int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *out);
    int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *out);
    const char *(*get_last_error)(struct ArrowArrayStream *);
    void (*release)(struct ArrowArrayStream *);
    void *private_data;
};

#endif

// The whole library: its limit of threads, and where its messages go (of the calling thread).
#define LIGHTGBM_LIBRARY_FUNCTIONS(F) \
    F(RegisterLogCallback, (void (*callback)(const char *)), (callback)) \
    F(GetMaxThreads, (int *out), (out)) \
    F(SetMaxThreads, (int threads), (threads)) \
    F(DumpParamAliases, (int64_t capacity, int64_t *length, char *text), (capacity, length, text))

// Datasets: binned columns. `reference` is the training data whose bins a validation set takes
// over, or NULL; missing values are NaN. Columns of one matrix may come as one buffer or several.
#define LIGHTGBM_DATASET_FUNCTIONS(F) \
    F(DatasetCreateFromMat, \
      (const void *data, int type, int32_t rows, int32_t columns, int row_major, \
       const char *parameters, const DatasetHandle reference, DatasetHandle *out), \
      (data, type, rows, columns, row_major, parameters, reference, out)) \
    F(DatasetCreateFromMats, \
      (int32_t count, const void **data, int type, int32_t *rows, int32_t columns, \
       int *row_major, const char *parameters, const DatasetHandle reference, \
       DatasetHandle *out), \
      (count, data, type, rows, columns, row_major, parameters, reference, out)) \
    F(DatasetCreateFromCSC, \
      (const void *column_starts, int start_type, const int32_t *indices, const void *data, \
       int type, int64_t start_count, int64_t element_count, int64_t rows, \
       const char *parameters, const DatasetHandle reference, DatasetHandle *out), \
      (column_starts, start_type, indices, data, type, start_count, element_count, rows, \
       parameters, reference, out)) \
    F(DatasetCreateFromSampledColumn, \
      (double **samples, int **sample_rows, int32_t columns, const int *sample_counts, \
       int32_t sampled, int32_t local_rows, int64_t all_rows, const char *parameters, \
       DatasetHandle *out), \
      (samples, sample_rows, columns, sample_counts, sampled, local_rows, all_rows, parameters, \
       out)) \
    F(DatasetPushRows, \
      (DatasetHandle dataset, const void *data, int type, int32_t rows, int32_t columns, \
       int32_t first_row), \
      (dataset, data, type, rows, columns, first_row)) \
    F(DatasetCreateFromArrowStream, \
      (struct ArrowArrayStream *stream, const char *parameters, const DatasetHandle reference, \
       DatasetHandle *out), \
      (stream, parameters, reference, out)) \
    F(DatasetSetFieldFromArrowStream, \
      (DatasetHandle dataset, const char *field, struct ArrowArrayStream *stream), \
      (dataset, field, stream)) \
    F(DatasetSetField, \
      (DatasetHandle dataset, const char *field, const void *data, int count, int type), \
      (dataset, field, data, count, type)) \
    F(DatasetGetField, \
      (DatasetHandle dataset, const char *field, int *count, const void **data, int *type), \
      (dataset, field, count, data, type)) \
    F(DatasetSetFeatureNames, (DatasetHandle dataset, const char **names, int count), \
      (dataset, names, count)) \
    F(DatasetGetSubset, \
      (const DatasetHandle dataset, const int32_t *rows, int32_t count, \
       const char *parameters, DatasetHandle *out), \
      (dataset, rows, count, parameters, out)) \
    F(DatasetGetNumData, (DatasetHandle dataset, int *out), (dataset, out)) \
    F(DatasetGetNumFeature, (DatasetHandle dataset, int *out), (dataset, out)) \
    F(DatasetGetFeatureNumBin, (DatasetHandle dataset, int feature, int *out), \
      (dataset, feature, out)) \
    F(DatasetFree, (DatasetHandle dataset), (dataset))

// Boosters: training, and the model as text.
#define LIGHTGBM_BOOSTER_FUNCTIONS(F) \
    F(BoosterCreate, (const DatasetHandle train, const char *parameters, BoosterHandle *out), \
      (train, parameters, out)) \
    F(BoosterLoadModelFromString, (const char *text, int *iterations, BoosterHandle *out), \
      (text, iterations, out)) \
    F(BoosterFree, (BoosterHandle booster), (booster)) \
    F(BoosterAddValidData, (BoosterHandle booster, const DatasetHandle data), (booster, data)) \
    F(BoosterResetParameter, (BoosterHandle booster, const char *parameters), \
      (booster, parameters)) \
    F(BoosterUpdateOneIter, (BoosterHandle booster, int *finished), (booster, finished)) \
    F(BoosterUpdateOneIterCustom, \
      (BoosterHandle booster, const float *gradient, const float *hessian, int *finished), \
      (booster, gradient, hessian, finished)) \
    F(BoosterRollbackOneIter, (BoosterHandle booster), (booster)) \
    F(BoosterGetCurrentIteration, (BoosterHandle booster, int *out), (booster, out)) \
    F(BoosterGetNumClasses, (BoosterHandle booster, int *out), (booster, out)) \
    F(BoosterNumModelPerIteration, (BoosterHandle booster, int *out), (booster, out)) \
    F(BoosterNumberOfTotalModel, (BoosterHandle booster, int *out), (booster, out)) \
    F(BoosterGetNumFeature, (BoosterHandle booster, int *out), (booster, out)) \
    F(BoosterGetFeatureNames, \
      (BoosterHandle booster, const int capacity, int *count, const size_t text_capacity, \
       size_t *text_length, char **names), \
      (booster, capacity, count, text_capacity, text_length, names)) \
    F(BoosterGetEvalCounts, (BoosterHandle booster, int *out), (booster, out)) \
    F(BoosterGetEvalNames, \
      (BoosterHandle booster, const int capacity, int *count, const size_t text_capacity, \
       size_t *text_length, char **names), \
      (booster, capacity, count, text_capacity, text_length, names)) \
    F(BoosterGetEval, (BoosterHandle booster, int data_index, int *count, double *out), \
      (booster, data_index, count, out)) \
    F(BoosterGetNumPredict, (BoosterHandle booster, int data_index, int64_t *out), \
      (booster, data_index, out)) \
    F(BoosterGetPredict, (BoosterHandle booster, int data_index, int64_t *count, double *out), \
      (booster, data_index, count, out)) \
    F(BoosterFeatureImportance, \
      (BoosterHandle booster, int iterations, int importance_type, double *out), \
      (booster, iterations, importance_type, out)) \
    F(BoosterSaveModelToString, \
      (BoosterHandle booster, int first_iteration, int iterations, int importance_type, \
       int64_t capacity, int64_t *length, char *text), \
      (booster, first_iteration, iterations, importance_type, capacity, length, text)) \
    F(BoosterDumpModel, \
      (BoosterHandle booster, int first_iteration, int iterations, int importance_type, \
       int64_t capacity, int64_t *length, char *text), \
      (booster, first_iteration, iterations, importance_type, capacity, length, text)) \
    F(BoosterGetLeafValue, (BoosterHandle booster, int tree, int leaf, double *out), \
      (booster, tree, leaf, out)) \
    F(BoosterGetUpperBoundValue, (BoosterHandle booster, double *out), (booster, out)) \
    F(BoosterGetLowerBoundValue, (BoosterHandle booster, double *out), (booster, out))

// Predictions. `CalcNumPredict` says how many numbers the others write. A single-row configuration
// is made once and then used by one thread at a time.
#define LIGHTGBM_PREDICTION_FUNCTIONS(F) \
    F(BoosterCalcNumPredict, \
      (BoosterHandle booster, int rows, int predict_type, int first_iteration, int iterations, \
       int64_t *out), \
      (booster, rows, predict_type, first_iteration, iterations, out)) \
    F(BoosterPredictForMat, \
      (BoosterHandle booster, const void *data, int type, int32_t rows, int32_t columns, \
       int row_major, int predict_type, int first_iteration, int iterations, \
       const char *parameters, int64_t *count, double *out), \
      (booster, data, type, rows, columns, row_major, predict_type, first_iteration, iterations, \
       parameters, count, out)) \
    F(BoosterPredictForMats, \
      (BoosterHandle booster, const void **data, int type, int32_t rows, int32_t columns, \
       int predict_type, int first_iteration, int iterations, const char *parameters, \
       int64_t *count, double *out), \
      (booster, data, type, rows, columns, predict_type, first_iteration, iterations, parameters, \
       count, out)) \
    F(BoosterPredictForArrowStream, \
      (BoosterHandle booster, struct ArrowArrayStream *stream, int predict_type, \
       int first_iteration, int iterations, const char *parameters, int64_t *count, \
       double *out), \
      (booster, stream, predict_type, first_iteration, iterations, parameters, count, out)) \
    F(BoosterPredictForMatSingleRow, \
      (BoosterHandle booster, const void *data, int type, int columns, int row_major, \
       int predict_type, int first_iteration, int iterations, const char *parameters, \
       int64_t *count, double *out), \
      (booster, data, type, columns, row_major, predict_type, first_iteration, iterations, \
       parameters, count, out)) \
    F(BoosterPredictForMatSingleRowFastInit, \
      (BoosterHandle booster, const int predict_type, const int first_iteration, \
       const int iterations, const int type, const int32_t columns, const char *parameters, \
       FastConfigHandle *out), \
      (booster, predict_type, first_iteration, iterations, type, columns, parameters, out)) \
    F(BoosterPredictForMatSingleRowFast, \
      (FastConfigHandle configuration, const void *row, int64_t *count, double *out), \
      (configuration, row, count, out)) \
    F(FastConfigFree, (FastConfigHandle configuration), (configuration))

#define LIGHTGBM_FUNCTIONS(F) \
    LIGHTGBM_LIBRARY_FUNCTIONS(F) \
    LIGHTGBM_DATASET_FUNCTIONS(F) \
    LIGHTGBM_BOOSTER_FUNCTIONS(F) \
    LIGHTGBM_PREDICTION_FUNCTIONS(F)
