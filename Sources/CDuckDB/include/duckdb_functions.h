#pragma once

// The functions of DuckDB's C API that Epilogue calls: F(result, name, (parameters), (arguments)).
// From each line come an entry of the table below, the look-up that fills it, and the function
// `duckdb_<name>` that calls through it. A name asked for here must be in the library.

#include "duckdb_types.h"

// Databases and connections. `interrupt` and `query_progress` may be called from any thread.
#define DUCKDB_DATABASE_FUNCTIONS(F) \
    F(const char *, library_version, (void), ()) \
    F(duckdb_state, create_config, (duckdb_config *out), (out)) \
    F(duckdb_state, set_config, (duckdb_config config, const char *name, const char *option), \
      (config, name, option)) \
    F(void, destroy_config, (duckdb_config *config), (config)) \
    F(duckdb_state, open_ext, \
      (const char *path, duckdb_database *out, duckdb_config config, char **error), \
      (path, out, config, error)) \
    F(void, close, (duckdb_database *database), (database)) \
    F(duckdb_state, connect, (duckdb_database database, duckdb_connection *out), (database, out)) \
    F(void, disconnect, (duckdb_connection *connection), (connection)) \
    F(void, interrupt, (duckdb_connection connection), (connection)) \
    F(duckdb_query_progress_type, query_progress, (duckdb_connection connection), (connection)) \
    F(bool, execution_is_finished, (duckdb_connection connection), (connection)) \
    F(duckdb_value, get_table_names, \
      (duckdb_connection connection, const char *query, bool qualified), \
      (connection, query, qualified)) \
    F(void, connection_get_client_context, \
      (duckdb_connection connection, duckdb_client_context *out), (connection, out)) \
    F(void, destroy_client_context, (duckdb_client_context *context), (context)) \
    F(void *, malloc, (size_t size), (size)) \
    F(void, free, (void *pointer), (pointer))

// Statements: text to result. Parameters are numbered from 1.
#define DUCKDB_STATEMENT_FUNCTIONS(F) \
    F(duckdb_state, query, \
      (duckdb_connection connection, const char *query, duckdb_result *out), \
      (connection, query, out)) \
    F(idx_t, extract_statements, \
      (duckdb_connection connection, const char *query, duckdb_extracted_statements *out), \
      (connection, query, out)) \
    F(const char *, extract_statements_error, (duckdb_extracted_statements statements), \
      (statements)) \
    F(duckdb_state, prepare_extracted_statement, \
      (duckdb_connection connection, duckdb_extracted_statements statements, idx_t index, \
       duckdb_prepared_statement *out), \
      (connection, statements, index, out)) \
    F(void, destroy_extracted, (duckdb_extracted_statements *statements), (statements)) \
    F(duckdb_state, prepare, \
      (duckdb_connection connection, const char *query, duckdb_prepared_statement *out), \
      (connection, query, out)) \
    F(const char *, prepare_error, (duckdb_prepared_statement statement), (statement)) \
    F(void, destroy_prepare, (duckdb_prepared_statement *statement), (statement)) \
    F(idx_t, nparams, (duckdb_prepared_statement statement), (statement)) \
    F(const char *, parameter_name, (duckdb_prepared_statement statement, idx_t index), \
      (statement, index)) \
    F(duckdb_type, param_type, (duckdb_prepared_statement statement, idx_t index), \
      (statement, index)) \
    F(duckdb_statement_type, prepared_statement_type, (duckdb_prepared_statement statement), \
      (statement)) \
    F(idx_t, prepared_statement_column_count, (duckdb_prepared_statement statement), (statement)) \
    F(const char *, prepared_statement_column_name, \
      (duckdb_prepared_statement statement, idx_t column), (statement, column)) \
    F(duckdb_logical_type, prepared_statement_column_logical_type, \
      (duckdb_prepared_statement statement, idx_t column), (statement, column)) \
    F(duckdb_state, clear_bindings, (duckdb_prepared_statement statement), (statement)) \
    F(duckdb_state, bind_parameter_index, \
      (duckdb_prepared_statement statement, idx_t *index, const char *name), \
      (statement, index, name)) \
    F(duckdb_state, bind_null, (duckdb_prepared_statement statement, idx_t index), \
      (statement, index)) \
    F(duckdb_state, bind_boolean, \
      (duckdb_prepared_statement statement, idx_t index, bool value), (statement, index, value)) \
    F(duckdb_state, bind_int64, \
      (duckdb_prepared_statement statement, idx_t index, int64_t value), \
      (statement, index, value)) \
    F(duckdb_state, bind_double, \
      (duckdb_prepared_statement statement, idx_t index, double value), \
      (statement, index, value)) \
    F(duckdb_state, bind_varchar_length, \
      (duckdb_prepared_statement statement, idx_t index, const char *text, idx_t length), \
      (statement, index, text, length)) \
    F(duckdb_state, bind_date, \
      (duckdb_prepared_statement statement, idx_t index, duckdb_date value), \
      (statement, index, value)) \
    F(duckdb_state, bind_time, \
      (duckdb_prepared_statement statement, idx_t index, duckdb_time value), \
      (statement, index, value)) \
    F(duckdb_state, bind_timestamp, \
      (duckdb_prepared_statement statement, idx_t index, duckdb_timestamp value), \
      (statement, index, value)) \
    F(duckdb_state, bind_interval, \
      (duckdb_prepared_statement statement, idx_t index, duckdb_interval value), \
      (statement, index, value)) \
    F(duckdb_state, bind_value, \
      (duckdb_prepared_statement statement, idx_t index, duckdb_value value), \
      (statement, index, value)) \
    F(duckdb_state, execute_prepared, (duckdb_prepared_statement statement, duckdb_result *out), \
      (statement, out)) \
    F(duckdb_state, execute_prepared_streaming, \
      (duckdb_prepared_statement statement, duckdb_result *out), (statement, out)) \
    F(duckdb_state, pending_prepared, \
      (duckdb_prepared_statement statement, duckdb_pending_result *out), (statement, out)) \
    F(duckdb_state, pending_prepared_streaming, \
      (duckdb_prepared_statement statement, duckdb_pending_result *out), (statement, out)) \
    F(duckdb_pending_state, pending_execute_task, (duckdb_pending_result pending), (pending)) \
    F(duckdb_pending_state, pending_execute_check_state, (duckdb_pending_result pending), \
      (pending)) \
    F(bool, pending_execution_is_finished, (duckdb_pending_state state), (state)) \
    F(const char *, pending_error, (duckdb_pending_result pending), (pending)) \
    F(duckdb_state, execute_pending, (duckdb_pending_result pending, duckdb_result *out), \
      (pending, out)) \
    F(void, destroy_pending, (duckdb_pending_result *pending), (pending))

// Results. `fetch_chunk` gives the next chunk, of a stream too, and NULL after the last; each chunk
// is the caller's to destroy. After NULL of a stream, `result_error` says whether it was cut short.
#define DUCKDB_RESULT_FUNCTIONS(F) \
    F(void, destroy_result, (duckdb_result *result), (result)) \
    F(const char *, result_error, (duckdb_result *result), (result)) \
    F(duckdb_error_type, result_error_type, (duckdb_result *result), (result)) \
    F(duckdb_result_type, result_return_type, (duckdb_result result), (result)) \
    F(duckdb_statement_type, result_statement_type, (duckdb_result result), (result)) \
    F(bool, result_is_streaming, (duckdb_result result), (result)) \
    F(idx_t, rows_changed, (duckdb_result *result), (result)) \
    F(idx_t, row_count, (duckdb_result *result), (result)) \
    F(idx_t, column_count, (duckdb_result *result), (result)) \
    F(const char *, column_name, (duckdb_result *result, idx_t column), (result, column)) \
    F(duckdb_type, column_type, (duckdb_result *result, idx_t column), (result, column)) \
    F(duckdb_logical_type, column_logical_type, (duckdb_result *result, idx_t column), \
      (result, column)) \
    F(duckdb_data_chunk, fetch_chunk, (duckdb_result result), (result)) \
    F(duckdb_error_type, error_data_error_type, (duckdb_error_data error), (error)) \
    F(const char *, error_data_message, (duckdb_error_data error), (error)) \
    F(bool, error_data_has_error, (duckdb_error_data error), (error)) \
    F(void, destroy_error_data, (duckdb_error_data *error), (error))

// Types beyond their tag. A type that a function returns is the caller's to destroy, a name to free.
#define DUCKDB_TYPE_FUNCTIONS(F) \
    F(duckdb_logical_type, create_logical_type, (duckdb_type type), (type)) \
    F(duckdb_logical_type, create_list_type, (duckdb_logical_type type), (type)) \
    F(duckdb_logical_type, create_struct_type, \
      (duckdb_logical_type *types, const char **names, idx_t count), (types, names, count)) \
    F(duckdb_logical_type, create_enum_type, (const char **names, idx_t count), (names, count)) \
    F(duckdb_logical_type, create_decimal_type, (uint8_t width, uint8_t scale), (width, scale)) \
    F(void, destroy_logical_type, (duckdb_logical_type *type), (type)) \
    F(duckdb_type, get_type_id, (duckdb_logical_type type), (type)) \
    F(char *, logical_type_get_alias, (duckdb_logical_type type), (type)) \
    F(uint8_t, decimal_width, (duckdb_logical_type type), (type)) \
    F(uint8_t, decimal_scale, (duckdb_logical_type type), (type)) \
    F(duckdb_type, decimal_internal_type, (duckdb_logical_type type), (type)) \
    F(duckdb_type, enum_internal_type, (duckdb_logical_type type), (type)) \
    F(uint32_t, enum_dictionary_size, (duckdb_logical_type type), (type)) \
    F(char *, enum_dictionary_value, (duckdb_logical_type type, idx_t index), (type, index)) \
    F(duckdb_logical_type, list_type_child_type, (duckdb_logical_type type), (type)) \
    F(duckdb_logical_type, array_type_child_type, (duckdb_logical_type type), (type)) \
    F(idx_t, array_type_array_size, (duckdb_logical_type type), (type)) \
    F(duckdb_logical_type, map_type_key_type, (duckdb_logical_type type), (type)) \
    F(duckdb_logical_type, map_type_value_type, (duckdb_logical_type type), (type)) \
    F(idx_t, struct_type_child_count, (duckdb_logical_type type), (type)) \
    F(char *, struct_type_child_name, (duckdb_logical_type type, idx_t index), (type, index)) \
    F(duckdb_logical_type, struct_type_child_type, (duckdb_logical_type type, idx_t index), \
      (type, index))

// Chunks of up to `vector_size` rows, and their columns. Vectors live as long as their chunk.
#define DUCKDB_VECTOR_FUNCTIONS(F) \
    F(idx_t, vector_size, (void), ()) \
    F(duckdb_data_chunk, create_data_chunk, (duckdb_logical_type *types, idx_t count), \
      (types, count)) \
    F(void, destroy_data_chunk, (duckdb_data_chunk *chunk), (chunk)) \
    F(void, data_chunk_reset, (duckdb_data_chunk chunk), (chunk)) \
    F(idx_t, data_chunk_get_column_count, (duckdb_data_chunk chunk), (chunk)) \
    F(duckdb_vector, data_chunk_get_vector, (duckdb_data_chunk chunk, idx_t column), \
      (chunk, column)) \
    F(idx_t, data_chunk_get_size, (duckdb_data_chunk chunk), (chunk)) \
    F(void, data_chunk_set_size, (duckdb_data_chunk chunk, idx_t size), (chunk, size)) \
    F(duckdb_logical_type, vector_get_column_type, (duckdb_vector vector), (vector)) \
    F(void *, vector_get_data, (duckdb_vector vector), (vector)) \
    F(uint64_t *, vector_get_validity, (duckdb_vector vector), (vector)) \
    F(void, vector_ensure_validity_writable, (duckdb_vector vector), (vector)) \
    F(void, vector_assign_string_element_len, \
      (duckdb_vector vector, idx_t row, const char *text, idx_t length), \
      (vector, row, text, length)) \
    F(void, unsafe_vector_assign_string_element_len, \
      (duckdb_vector vector, idx_t row, const char *text, idx_t length), \
      (vector, row, text, length)) \
    F(duckdb_vector, list_vector_get_child, (duckdb_vector vector), (vector)) \
    F(idx_t, list_vector_get_size, (duckdb_vector vector), (vector)) \
    F(duckdb_state, list_vector_set_size, (duckdb_vector vector, idx_t size), (vector, size)) \
    F(duckdb_state, list_vector_reserve, (duckdb_vector vector, idx_t capacity), \
      (vector, capacity)) \
    F(duckdb_vector, struct_vector_get_child, (duckdb_vector vector, idx_t index), \
      (vector, index)) \
    F(duckdb_vector, array_vector_get_child, (duckdb_vector vector), (vector)) \
    F(void, vector_reference_value, (duckdb_vector vector, duckdb_value value), (vector, value)) \
    F(void, vector_reference_vector, (duckdb_vector vector, duckdb_vector other), \
      (vector, other)) \
    F(duckdb_error_data, valid_utf8_check, (const char *text, idx_t length), (text, length)) \
    F(double, hugeint_to_double, (duckdb_hugeint value), (value)) \
    F(duckdb_hugeint, double_to_hugeint, (double value), (value)) \
    F(double, decimal_to_double, (duckdb_decimal value), (value))

// Single values, for parameters of statements and of table functions.
#define DUCKDB_VALUE_FUNCTIONS(F) \
    F(duckdb_value, create_null_value, (void), ()) \
    F(duckdb_value, create_bool, (bool value), (value)) \
    F(duckdb_value, create_int32, (int32_t value), (value)) \
    F(duckdb_value, create_int64, (int64_t value), (value)) \
    F(duckdb_value, create_uint64, (uint64_t value), (value)) \
    F(duckdb_value, create_double, (double value), (value)) \
    F(duckdb_value, create_varchar_length, (const char *text, idx_t length), (text, length)) \
    F(duckdb_value, create_date, (duckdb_date value), (value)) \
    F(duckdb_value, create_time, (duckdb_time value), (value)) \
    F(duckdb_value, create_timestamp, (duckdb_timestamp value), (value)) \
    F(duckdb_value, create_interval, (duckdb_interval value), (value)) \
    F(duckdb_value, create_list_value, \
      (duckdb_logical_type element, duckdb_value *values, idx_t count), \
      (element, values, count)) \
    F(duckdb_value, create_struct_value, (duckdb_logical_type type, duckdb_value *values), \
      (type, values)) \
    F(void, destroy_value, (duckdb_value *value), (value)) \
    F(bool, is_null_value, (duckdb_value value), (value)) \
    F(duckdb_logical_type, get_value_type, (duckdb_value value), (value)) \
    F(bool, get_bool, (duckdb_value value), (value)) \
    F(int32_t, get_int32, (duckdb_value value), (value)) \
    F(int64_t, get_int64, (duckdb_value value), (value)) \
    F(uint64_t, get_uint64, (duckdb_value value), (value)) \
    F(double, get_double, (duckdb_value value), (value)) \
    F(char *, get_varchar, (duckdb_value value), (value)) \
    F(duckdb_date, get_date, (duckdb_value value), (value)) \
    F(duckdb_time, get_time, (duckdb_value value), (value)) \
    F(duckdb_timestamp, get_timestamp, (duckdb_value value), (value)) \
    F(duckdb_interval, get_interval, (duckdb_value value), (value)) \
    F(idx_t, get_list_size, (duckdb_value value), (value)) \
    F(duckdb_value, get_list_child, (duckdb_value value, idx_t index), (value, index)) \
    F(duckdb_value, get_struct_child, (duckdb_value value, idx_t index), (value, index))

// Functions of ours inside a query. `extra_info`, bind data and init data are given to DuckDB with
// the callback that frees them.
#define DUCKDB_CALLBACK_FUNCTIONS(F) \
    F(duckdb_table_function, create_table_function, (void), ()) \
    F(void, destroy_table_function, (duckdb_table_function *function), (function)) \
    F(void, table_function_set_name, (duckdb_table_function function, const char *name), \
      (function, name)) \
    F(void, table_function_add_parameter, \
      (duckdb_table_function function, duckdb_logical_type type), (function, type)) \
    F(void, table_function_add_named_parameter, \
      (duckdb_table_function function, const char *name, duckdb_logical_type type), \
      (function, name, type)) \
    F(void, table_function_set_extra_info, \
      (duckdb_table_function function, void *data, duckdb_delete_callback_t destroy), \
      (function, data, destroy)) \
    F(void, table_function_set_bind, \
      (duckdb_table_function function, duckdb_table_function_bind_t bind), (function, bind)) \
    F(void, table_function_set_init, \
      (duckdb_table_function function, duckdb_table_function_init_t init), (function, init)) \
    F(void, table_function_set_local_init, \
      (duckdb_table_function function, duckdb_table_function_init_t init), (function, init)) \
    F(void, table_function_set_function, \
      (duckdb_table_function function, duckdb_table_function_t body), (function, body)) \
    F(void, table_function_supports_projection_pushdown, \
      (duckdb_table_function function, bool pushdown), (function, pushdown)) \
    F(duckdb_state, register_table_function, \
      (duckdb_connection connection, duckdb_table_function function), (connection, function)) \
    F(void *, bind_get_extra_info, (duckdb_bind_info info), (info)) \
    F(idx_t, bind_get_parameter_count, (duckdb_bind_info info), (info)) \
    F(duckdb_value, bind_get_parameter, (duckdb_bind_info info, idx_t index), (info, index)) \
    F(duckdb_value, bind_get_named_parameter, (duckdb_bind_info info, const char *name), \
      (info, name)) \
    F(void, bind_add_result_column, \
      (duckdb_bind_info info, const char *name, duckdb_logical_type type), (info, name, type)) \
    F(void, bind_set_bind_data, \
      (duckdb_bind_info info, void *data, duckdb_delete_callback_t destroy), \
      (info, data, destroy)) \
    F(void, bind_set_cardinality, (duckdb_bind_info info, idx_t rows, bool is_exact), \
      (info, rows, is_exact)) \
    F(void, bind_set_error, (duckdb_bind_info info, const char *error), (info, error)) \
    F(void *, init_get_extra_info, (duckdb_init_info info), (info)) \
    F(void *, init_get_bind_data, (duckdb_init_info info), (info)) \
    F(void, init_set_init_data, \
      (duckdb_init_info info, void *data, duckdb_delete_callback_t destroy), \
      (info, data, destroy)) \
    F(idx_t, init_get_column_count, (duckdb_init_info info), (info)) \
    F(idx_t, init_get_column_index, (duckdb_init_info info, idx_t index), (info, index)) \
    F(void, init_set_max_threads, (duckdb_init_info info, idx_t threads), (info, threads)) \
    F(void, init_set_error, (duckdb_init_info info, const char *error), (info, error)) \
    F(void *, function_get_extra_info, (duckdb_function_info info), (info)) \
    F(void *, function_get_bind_data, (duckdb_function_info info), (info)) \
    F(void *, function_get_init_data, (duckdb_function_info info), (info)) \
    F(void *, function_get_local_init_data, (duckdb_function_info info), (info)) \
    F(void, function_set_error, (duckdb_function_info info, const char *error), (info, error)) \
    F(duckdb_scalar_function, create_scalar_function, (void), ()) \
    F(void, destroy_scalar_function, (duckdb_scalar_function *function), (function)) \
    F(void, scalar_function_set_name, (duckdb_scalar_function function, const char *name), \
      (function, name)) \
    F(void, scalar_function_set_varargs, \
      (duckdb_scalar_function function, duckdb_logical_type type), (function, type)) \
    F(void, scalar_function_set_special_handling, (duckdb_scalar_function function), (function)) \
    F(void, scalar_function_set_volatile, (duckdb_scalar_function function), (function)) \
    F(void, scalar_function_add_parameter, \
      (duckdb_scalar_function function, duckdb_logical_type type), (function, type)) \
    F(void, scalar_function_set_return_type, \
      (duckdb_scalar_function function, duckdb_logical_type type), (function, type)) \
    F(void, scalar_function_set_extra_info, \
      (duckdb_scalar_function function, void *data, duckdb_delete_callback_t destroy), \
      (function, data, destroy)) \
    F(void, scalar_function_set_function, \
      (duckdb_scalar_function function, duckdb_scalar_function_t body), (function, body)) \
    F(duckdb_state, register_scalar_function, \
      (duckdb_connection connection, duckdb_scalar_function function), (connection, function)) \
    F(void *, scalar_function_get_extra_info, (duckdb_function_info info), (info)) \
    F(void, scalar_function_set_error, (duckdb_function_info info, const char *error), \
      (info, error))

// Appenders fill a table of the database, fastest by chunks.
#define DUCKDB_APPENDER_FUNCTIONS(F) \
    F(duckdb_state, appender_create_ext, \
      (duckdb_connection connection, const char *catalog, const char *schema, const char *table, \
       duckdb_appender *out), \
      (connection, catalog, schema, table, out)) \
    F(idx_t, appender_column_count, (duckdb_appender appender), (appender)) \
    F(duckdb_logical_type, appender_column_type, (duckdb_appender appender, idx_t column), \
      (appender, column)) \
    F(duckdb_state, append_data_chunk, (duckdb_appender appender, duckdb_data_chunk chunk), \
      (appender, chunk)) \
    F(duckdb_error_data, appender_error_data, (duckdb_appender appender), (appender)) \
    F(duckdb_state, appender_flush, (duckdb_appender appender), (appender)) \
    F(duckdb_state, appender_close, (duckdb_appender appender), (appender)) \
    F(duckdb_state, appender_destroy, (duckdb_appender *appender), (appender))

// Chunks through the Arrow C data interface, both ways. A non-NULL error is the caller's to destroy.
#define DUCKDB_ARROW_FUNCTIONS(F) \
    F(void, connection_get_arrow_options, \
      (duckdb_connection connection, duckdb_arrow_options *out), (connection, out)) \
    F(duckdb_arrow_options, result_get_arrow_options, (duckdb_result *result), (result)) \
    F(void, destroy_arrow_options, (duckdb_arrow_options *options), (options)) \
    F(duckdb_error_data, to_arrow_schema, \
      (duckdb_arrow_options options, duckdb_logical_type *types, const char **names, \
       idx_t count, struct ArrowSchema *out), \
      (options, types, names, count, out)) \
    F(duckdb_error_data, data_chunk_to_arrow, \
      (duckdb_arrow_options options, duckdb_data_chunk chunk, struct ArrowArray *out), \
      (options, chunk, out)) \
    F(duckdb_error_data, schema_from_arrow, \
      (duckdb_connection connection, struct ArrowSchema *schema, \
       duckdb_arrow_converted_schema *out), \
      (connection, schema, out)) \
    F(duckdb_error_data, data_chunk_from_arrow, \
      (duckdb_connection connection, struct ArrowArray *array, \
       duckdb_arrow_converted_schema schema, duckdb_data_chunk *out), \
      (connection, array, schema, out)) \
    F(void, destroy_arrow_converted_schema, (duckdb_arrow_converted_schema *schema), (schema))

#define DUCKDB_FUNCTIONS(F) \
    DUCKDB_DATABASE_FUNCTIONS(F) \
    DUCKDB_STATEMENT_FUNCTIONS(F) \
    DUCKDB_RESULT_FUNCTIONS(F) \
    DUCKDB_TYPE_FUNCTIONS(F) \
    DUCKDB_VECTOR_FUNCTIONS(F) \
    DUCKDB_VALUE_FUNCTIONS(F) \
    DUCKDB_CALLBACK_FUNCTIONS(F) \
    DUCKDB_APPENDER_FUNCTIONS(F) \
    DUCKDB_ARROW_FUNCTIONS(F)
