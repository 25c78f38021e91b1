#pragma once

#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

/* Swift calls no variadic functions: one inline wrapper for each use of them. */

static inline CURLcode curl_set_number(CURL *c, CURLoption option, long number) {
    return curl_easy_setopt(c, option, number);
}

/* The text is copied. */
static inline CURLcode curl_set_text(CURL *c, CURLoption option, const char *text) {
    return curl_easy_setopt(c, option, text);
}

/* The address is not copied: it has to live as long as the request. */
static inline CURLcode curl_set_address(CURL *c, CURLU *address) {
    return curl_easy_setopt(c, CURLOPT_CURLU, address);
}

static inline CURLcode curl_on_body(CURL *c, curl_write_callback receive, void *context) {
    curl_easy_setopt(c, CURLOPT_WRITEDATA, context);
    return curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, receive);
}

static inline CURLcode curl_on_header(CURL *c, curl_write_callback receive, void *context) {
    curl_easy_setopt(c, CURLOPT_HEADERDATA, context);
    return curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, receive);
}

/* A buffer of CURL_ERROR_SIZE bytes for what the library says of a fault. */
static inline CURLcode curl_set_error_buffer(CURL *c, char *buffer) {
    return curl_easy_setopt(c, CURLOPT_ERRORBUFFER, buffer);
}

static inline CURLcode curl_allow_web_alone(CURL *c) {
#if LIBCURL_VERSION_NUM >= 0x075500
    return curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
#else
    return curl_easy_setopt(c, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
}

/* A name that is still looked up when the request is given up is not waited for. */
static inline void curl_leave_at_once(CURL *c) {
#if LIBCURL_VERSION_NUM >= 0x075700
    curl_easy_setopt(c, CURLOPT_QUICK_EXIT, 1L);
#else
    (void)c;
#endif
}

static inline long curl_number(CURL *c, CURLINFO info) {
    long number = 0;
    curl_easy_getinfo(c, info, &number);
    return number;
}

static inline curl_off_t curl_size(CURL *c, CURLINFO info) {
    curl_off_t size = 0;
    curl_easy_getinfo(c, info, &size);
    return size;
}

/* The text is the library's own, and ends with the request; NULL where there is none. */
static inline const char *curl_text(CURL *c, CURLINFO info) {
    char *text = NULL;
    curl_easy_getinfo(c, info, &text);
    return text;
}

/* Whether the only request of a group has ended, and how. */
static inline int curl_has_ended(CURLM *m, CURLcode *result) {
    int left = 0;
    CURLMsg *message;
    while ((message = curl_multi_info_read(m, &left)) != NULL) {
        if (message->msg == CURLMSG_DONE) {
            *result = message->data.result;
            return 1;
        }
    }
    return 0;
}

/* What the library is, and was built with. */
static inline const curl_version_info_data *curl_facts(void) {
    return curl_version_info(CURLVERSION_NOW);
}
