#pragma once

// The functions of ONNX Runtime's C API that Epilogue calls: F(slot, name, (parameters), (arguments)).
// The library gives one table of functions, in which each keeps its slot for ever. From each line
// come an entry of the table below and the function `ort_<name>` that calls through it. Those of the
// first list return NULL, or what went wrong, which is to be released.

#include <stddef.h>
#include <stdint.h>

typedef struct ORTStatusObject *ORTStatus;
typedef struct ORTEnvironmentObject *ORTEnvironment;
typedef struct ORTSessionObject *ORTSession;
typedef struct ORTSessionOptionsObject *ORTSessionOptions;
typedef struct ORTRunOptionsObject *ORTRunOptions;
typedef struct ORTValueObject *ORTValue;
typedef struct ORTMemoryObject *ORTMemory;
typedef struct ORTAllocatorObject *ORTAllocator;
typedef struct ORTShapeObject *ORTShape;

// Elements of tensors, by the numbers that the format has for them.
enum { ORT_FLOAT = 1, ORT_INT32 = 6, ORT_INT64 = 7, ORT_TEXT = 8, ORT_BOOL = 9, ORT_DOUBLE = 11 };

#define ORT_FUNCTIONS(F) \
    F(3, create_environment, (int severity, const char *name, ORTEnvironment *out), \
      (severity, name, out)) \
    F(8, create_session, \
      (ORTEnvironment environment, const void *bytes, size_t count, ORTSessionOptions options, \
       ORTSession *out), \
      (environment, bytes, count, options, out)) \
    F(9, run, \
      (ORTSession session, ORTRunOptions options, const char *const *inputs, \
       const ORTValue *values, size_t count, const char *const *outputs, size_t output_count, \
       ORTValue *out), \
      (session, options, inputs, values, count, outputs, output_count, out)) \
    F(10, create_session_options, (ORTSessionOptions *out), (out)) \
    F(24, set_threads_in_nodes, (ORTSessionOptions options, int threads), (options, threads)) \
    F(25, set_threads_of_nodes, (ORTSessionOptions options, int threads), (options, threads)) \
    F(39, create_run_options, (ORTRunOptions *out), (out)) \
    F(46, stop, (ORTRunOptions options), (options)) \
    F(48, create_tensor, \
      (ORTAllocator allocator, const int64_t *shape, size_t rank, int type, ORTValue *out), \
      (allocator, shape, rank, type, out)) \
    F(49, create_tensor_around, \
      (ORTMemory memory, void *cells, size_t bytes, const int64_t *shape, size_t rank, int type, \
       ORTValue *out), \
      (memory, cells, bytes, shape, rank, type, out)) \
    F(50, is_tensor, (ORTValue value, int *out), (value, out)) \
    F(51, tensor_cells, (ORTValue value, void **out), (value, out)) \
    F(52, fill_texts, (ORTValue value, const char *const *texts, size_t count), \
      (value, texts, count)) \
    F(60, element_type, (ORTShape shape, int *out), (shape, out)) \
    F(61, rank, (ORTShape shape, size_t *out), (shape, out)) \
    F(62, dimensions, (ORTShape shape, int64_t *out, size_t count), (shape, out, count)) \
    F(65, tensor_shape, (ORTValue value, ORTShape *out), (value, out)) \
    F(69, create_memory, (int allocator, int kind, ORTMemory *out), (allocator, kind, out)) \
    F(78, default_allocator, (ORTAllocator *out), (out))

#define ORT_RELEASES(F) \
    F(93, status, ORTStatus) \
    F(94, memory, ORTMemory) \
    F(95, session, ORTSession) \
    F(96, value, ORTValue) \
    F(97, run_options, ORTRunOptions) \
    F(99, shape, ORTShape) \
    F(100, session_options, ORTSessionOptions)
