#pragma once

#include <cblas.h>
#include <lapacke.h>

// OpenBLAS does not declare this in the header that Debian installs for LAPACKE.
void openblas_set_num_threads(int threads);
