#include "CLibSVM.h"

#include <libsvm/svm.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <mutex>
#include <new>
#include <vector>

namespace {

// libsvm can be told to stop in no other way than by what its reports throw.
struct Stop {};
struct Unsettled {};

// The training of this thread, as the reports see it.
struct Watch {
    bool (*is_stopped)(const void *);
    const void *context;
    long steps = 0;
    long steps_a_dot;
    long most_steps;
};

thread_local Watch *watch = nullptr;

// A dot is a report of so many steps; all other words are dropped.
void hear(const char *words) {
    if (watch == nullptr || std::strcmp(words, ".") != 0) return;
    watch->steps += watch->steps_a_dot;
    if (watch->is_stopped(watch->context)) throw Stop();
    // Beyond them libsvm writes a warning of its own, and takes what it has.
    if (watch->steps + watch->steps_a_dot >= watch->most_steps) throw Unsettled();
}

struct Watching {
    explicit Watching(Watch *given) { watch = given; }
    ~Watching() { watch = nullptr; }
};

struct ModelFreeing {
    void operator()(svm_model *model) const { svm_free_and_destroy_model(&model); }
};

svm_parameter parameters(const CSVMSettings &given) {
    svm_parameter made = {};
    made.svm_type = given.is_regression ? EPSILON_SVR : C_SVC;
    made.kernel_type =
        given.kernel == CSVM_LINEAR ? LINEAR : given.kernel == CSVM_POLYNOMIAL ? POLY : RBF;
    made.degree = given.degree;
    made.gamma = given.gamma;
    made.coef0 = given.constant;
    made.cache_size = given.cache;
    made.eps = given.tolerance;
    made.C = given.cost;
    made.p = given.epsilon;
    made.shrinking = 1;
    return made;
}

// The rows as libsvm has them: the cells that are not zero, each with its column.
struct Nodes {
    std::vector<svm_node> nodes;
    std::vector<svm_node *> starts;
    std::vector<double> targets;

    explicit Nodes(const CSVMRows &rows) : targets(rows.targets, rows.targets + rows.count) {
        std::vector<size_t> places;
        for (int row = 0; row < rows.count; row++) {
            places.push_back(nodes.size());
            const double *cells = rows.cells + (size_t)rows.chosen[row] * rows.columns;
            for (int column = 0; column < rows.columns; column++) {
                if (cells[column] != 0) nodes.push_back({column + 1, cells[column]});
            }
            nodes.push_back({-1, 0});
        }
        for (size_t place : places) starts.push_back(nodes.data() + place);
    }

    svm_problem problem() { return {(int)starts.size(), targets.data(), starts.data()}; }
};

bool take(const svm_model &model, bool is_regression, CSVMMachine *machine) {
    size_t count = model.l;
    machine->places = (int *)std::malloc(std::max<size_t>(1, count) * sizeof(int));
    machine->coefficients = (double *)std::malloc(std::max<size_t>(1, count) * sizeof(double));
    if (machine->places == nullptr || machine->coefficients == nullptr) return false;
    double sign = is_regression || model.label[0] == 1 ? 1 : -1;
    for (size_t index = 0; index < count; index++) {
        machine->places[index] = model.sv_indices[index] - 1;
        machine->coefficients[index] = sign * model.sv_coef[0][index];
    }
    machine->count = (int)count;
    machine->offset = -sign * model.rho[0];
    return true;
}

std::once_flag quiet;

}  // namespace

CSVMOutcome csvm_train(
    const CSVMRows *rows, const CSVMSettings *settings, bool (*is_stopped)(const void *),
    const void *context, CSVMMachine *machine, const char **reason
) {
    std::call_once(quiet, [] { svm_set_print_string_function(hear); });
    *machine = {};
    try {
        Nodes nodes(*rows);
        svm_problem problem = nodes.problem();
        svm_parameter chosen = parameters(*settings);
        *reason = svm_check_parameter(&problem, &chosen);
        if (*reason != nullptr) return CSVM_REFUSED;
        // A number has two multipliers a row, and so twice the rows in libsvm's count.
        long size = (settings->is_regression ? 2L : 1L) * rows->count;
        Watch mine = {is_stopped, context, 0, std::min(size, 1000L),
                      std::max(10000000L, 100L * size)};
        Watching watching(&mine);
        std::unique_ptr<svm_model, ModelFreeing> model(svm_train(&problem, &chosen));
        return take(*model, settings->is_regression, machine) ? CSVM_TRAINED : CSVM_NO_MEMORY;
    } catch (const Stop &) {
        return CSVM_STOPPED;
    } catch (const Unsettled &) {
        return CSVM_UNSETTLED;
    } catch (const std::bad_alloc &) {
        return CSVM_NO_MEMORY;
    }
}

void csvm_free(CSVMMachine *machine) {
    std::free(machine->places);
    std::free(machine->coefficients);
    *machine = {};
}

int csvm_version(void) { return libsvm_version; }
