// What the learners need of libsvm: one training, that is quiet and can be stopped.
//
// Several threads may train at a time.
#ifndef CLIBSVM_H
#define CLIBSVM_H

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Rows that are learned from, some of those that lie in `cells`, one row behind the other.
typedef struct CSVMRows {
    const double *cells;
    int columns;
    /// Which rows, from 0, and how many.
    const int *chosen;
    int count;
    /// Of each of them the number, or 1 and -1 for two classes, both of which have to occur.
    const double *targets;
} CSVMRows;

typedef enum CSVMKernel { CSVM_LINEAR, CSVM_POLYNOMIAL, CSVM_RADIAL } CSVMKernel;

/// libsvm's parameters: of two classes C-SVC, of a number epsilon-SVR.
typedef struct CSVMSettings {
    bool is_regression;
    CSVMKernel kernel;
    int degree;
    double gamma;
    double constant;
    double cost;
    double epsilon;
    /// How far the optimality conditions may be off at the end.
    double tolerance;
    /// Megabytes for columns of the kernel matrix.
    double cache;
} CSVMSettings;

/// What was learned: the sum over support vectors of coefficient times kernel, and an offset. A sum
/// above zero speaks for the class 1.
typedef struct CSVMMachine {
    int count;
    /// Places among the chosen rows, from 0, and the coefficient of each.
    int *places;
    double *coefficients;
    double offset;
} CSVMMachine;

typedef enum CSVMOutcome {
    CSVM_TRAINED,
    CSVM_STOPPED,
    /// The most steps that libsvm takes were not enough.
    CSVM_UNSETTLED,
    CSVM_NO_MEMORY,
    CSVM_REFUSED
} CSVMOutcome;

/// Trains, and asks every thousand steps at most whether it should stop. What a stopped training had
/// in hand is not all given back: a few numbers a row.
///
/// `reason` is given libsvm's words when it refuses; they live as long as the program.
CSVMOutcome csvm_train(
    const CSVMRows *rows, const CSVMSettings *settings, bool (*is_stopped)(const void *),
    const void *context, CSVMMachine *machine, const char **reason
);

/// Gives back what a machine holds.
void csvm_free(CSVMMachine *machine);

/// The version of the library, such as 324.
int csvm_version(void);

#ifdef __cplusplus
}
#endif
#endif
