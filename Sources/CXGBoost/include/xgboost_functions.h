#pragma once

// The functions of XGBoost's C API that Epilogue calls: F(name, (parameters), (arguments)). From
// each line come an entry of the table below, the look-up that fills it, and the function
// `XG<name>` that calls through it. Each returns 0, or -1 and leaves its reason to `XGBGetLastError`
// of the same thread.

#include <stdint.h>

typedef struct XGBoostMatrixObject *XGMatrixHandle;
typedef struct XGBoostBoosterObject *XGBoosterHandle;

// The length of texts and lists as the library counts them.
typedef uint64_t bst_ulong;

// Data and settings are handed over as JSON. An array is described by its array interface: address,
// shape, strides and type of its elements.
#define XGBOOST_MATRIX_FUNCTIONS(F) \
    F(ProxyDMatrixCreate, (XGMatrixHandle *out), (out)) \
    F(ProxyDMatrixSetDataColumnar, (XGMatrixHandle proxy, const char *arrays), (proxy, arrays)) \
    F(DMatrixSetInfoFromInterface, \
      (XGMatrixHandle matrix, const char *field, const char *array), (matrix, field, array)) \
    F(DMatrixSetStrFeatureInfo, \
      (XGMatrixHandle matrix, const char *field, const char **texts, bst_ulong count), \
      (matrix, field, texts, count)) \
    F(QuantileDMatrixCreateFromCallback, \
      (void *source, XGMatrixHandle proxy, XGMatrixHandle reference, void (*reset)(void *), \
       int (*next)(void *), const char *settings, XGMatrixHandle *out), \
      (source, proxy, reference, reset, next, settings, out)) \
    F(DMatrixFree, (XGMatrixHandle matrix), (matrix))

// Boosters: training, the model as bytes, and predictions. What comes out as a pointer belongs to
// the booster, and is good until the same thread calls it again.
#define XGBOOST_BOOSTER_FUNCTIONS(F) \
    F(BoosterCreate, \
      (const XGMatrixHandle *matrices, bst_ulong count, XGBoosterHandle *out), \
      (matrices, count, out)) \
    F(BoosterFree, (XGBoosterHandle booster), (booster)) \
    F(BoosterSetParam, (XGBoosterHandle booster, const char *name, const char *value), \
      (booster, name, value)) \
    F(BoosterUpdateOneIter, (XGBoosterHandle booster, int round, XGMatrixHandle matrix), \
      (booster, round, matrix)) \
    F(BoosterEvalOneIter, \
      (XGBoosterHandle booster, int round, XGMatrixHandle *matrices, const char **names, \
       bst_ulong count, const char **out), \
      (booster, round, matrices, names, count, out)) \
    F(BoosterSlice, \
      (XGBoosterHandle booster, int first, int end, int step, XGBoosterHandle *out), \
      (booster, first, end, step, out)) \
    F(BoosterGetNumFeature, (XGBoosterHandle booster, bst_ulong *out), (booster, out)) \
    F(BoosterSaveModelToBuffer, \
      (XGBoosterHandle booster, const char *settings, bst_ulong *length, const char **out), \
      (booster, settings, length, out)) \
    F(BoosterLoadModelFromBuffer, \
      (XGBoosterHandle booster, const void *bytes, bst_ulong length), (booster, bytes, length)) \
    F(BoosterPredictFromDense, \
      (XGBoosterHandle booster, const char *array, const char *settings, XGMatrixHandle proxy, \
       const bst_ulong **shape, bst_ulong *dimensions, const float **out), \
      (booster, array, settings, proxy, shape, dimensions, out))

// Where the library's messages go, of the calling thread.
#define XGBOOST_LIBRARY_FUNCTIONS(F) \
    F(BRegisterLogCallback, (void (*callback)(const char *)), (callback))

#define XGBOOST_FUNCTIONS(F) \
    XGBOOST_LIBRARY_FUNCTIONS(F) XGBOOST_MATRIX_FUNCTIONS(F) XGBOOST_BOOSTER_FUNCTIONS(F)
