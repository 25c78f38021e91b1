#pragma once

#include <histedit.h>
#include <stdio.h>
#include <wchar.h>

/* Swift calls no variadic functions: one inline wrapper for each use of them. */

typedef wchar_t *(*editline_prompt)(EditLine *);
typedef unsigned char (*editline_command)(EditLine *, wint_t);

static inline EditLine *editline_open(const char *name, FILE *in, FILE *out, FILE *error) {
    return el_init(name, in, out, error);
}

/* What stands between two U+0001 in the prompt takes no room on the screen. */
static inline int editline_set_prompt(EditLine *e, editline_prompt prompt) {
    return el_wset(e, EL_PROMPT_ESC, prompt, L'\1');
}

static inline int editline_set_terminal(EditLine *e, const char *name) {
    return el_set(e, EL_TERMINAL, name);
}

static inline int editline_set_editor(EditLine *e, const char *name) {
    return el_set(e, EL_EDITOR, name);
}

static inline int editline_get_editor(EditLine *e, const char **name) {
    return el_get(e, EL_EDITOR, name);
}

static inline int editline_set_signals(EditLine *e, int on) {
    return el_set(e, EL_SIGNAL, on);
}

static inline int editline_set_client(EditLine *e, void *client) {
    return el_set(e, EL_CLIENTDATA, client);
}

static inline int editline_get_client(EditLine *e, void **client) {
    return el_get(e, EL_CLIENTDATA, client);
}

static inline int editline_set_reader(EditLine *e, el_rfunc_t reader) {
    return el_wset(e, EL_GETCFN, reader);
}

static inline int editline_set_history(EditLine *e, HistoryW *history) {
    return el_wset(e, EL_HIST, history_w, history);
}

/* 1 gives the terminal to the editor, 0 gives it back. */
static inline int editline_prepare_terminal(EditLine *e, int on) {
    return el_set(e, EL_PREP_TERM, on);
}

/* Draws prompt and line anew from where the terminal's cursor stands. */
static inline int editline_refresh(EditLine *e) {
    return el_set(e, EL_REFRESH);
}

static inline int editline_add_command(
    EditLine *e, const char *name, const char *help, editline_command command) {
    return el_set(e, EL_ADDFN, name, help, command);
}

static inline int editline_bind(EditLine *e, const char *key, const char *command) {
    return el_set(e, EL_BIND, key, command, NULL);
}

/* The alternative map holds vi's command mode. */
static inline int editline_bind_alternative(EditLine *e, const char *key, const char *command) {
    return el_set(e, EL_BIND, "-a", key, command, NULL);
}

static inline int editline_history_size(HistoryW *h, int count) {
    HistEventW event;
    return history_w(h, &event, H_SETSIZE, count);
}

/* The number of the new entry, or -1. */
static inline int editline_history_enter(HistoryW *h, const wchar_t *text) {
    HistEventW event;
    return history_w(h, &event, H_ENTER, text) < 0 ? -1 : event.num;
}

static inline int editline_history_clear(HistoryW *h) {
    HistEventW event;
    return history_w(h, &event, H_CLEAR);
}

/* Declared by wchar.h only for some feature macros, and those are not ours to set here. */
extern int wcwidth(wchar_t);

/* Columns of one character on the screen; -1 when it cannot be printed. */
static inline int character_width(wchar_t character) {
    return wcwidth(character);
}

/* The editor's streams are its own: closed with it, the descriptors beneath them too. */
static inline void editline_close(EditLine *e, FILE *in, FILE *out, FILE *error) {
    el_end(e);
    fclose(in);
    fclose(out);
    fclose(error);
}
