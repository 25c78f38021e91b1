#pragma once

#include <sqlite3.h>

/* Swift sees no macro that is a cast: SQLite copies the text before the call returns. */
static inline int sqlite_bind_copied_text(sqlite3_stmt *s, int index, const char *text, int size) {
    return sqlite3_bind_text(s, index, text, size, SQLITE_TRANSIENT);
}
