/*
 * err.h - how the library reports errors.
 *
 * A function that can fail takes a `struct err *` as its last parameter.  When
 * it fails, it fills this struct and returns -1.  The text is the whole
 * message, which the tool prints as it is.  The kind says whose fault the error
 * is, and becomes the exit code of the tool.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

enum err_kind {
	ERR_NONE,
	ERR_NO = 1,    /* the answer is no: runs differ, training diverged */
	ERR_USAGE = 2, /* the command line or a settings file is at fault */
	ERR_DATA = 3,  /* an input is at fault */
	ERR_SYS = 4,   /* the system is at fault: I/O, space, permission */
};

struct err {
	enum err_kind kind;
	char text[2000];
};

#define ERR_FORMAT(a, b) __attribute__((format(printf, a, b)))

/* Each fills ERR and returns -1, so that a caller can write `return
 * err_data(...)`.  err_sys also appends the text of errno, unless errno is
 * 0. */
int err_no(struct err *err, const char *format, ...) ERR_FORMAT(2, 3);
int err_usage(struct err *err, const char *format, ...) ERR_FORMAT(2, 3);
int err_data(struct err *err, const char *format, ...) ERR_FORMAT(2, 3);
int err_sys(struct err *err, const char *format, ...) ERR_FORMAT(2, 3);

/* Puts a prefix ("pairs.tsv:14: ") in front of the text of ERR.  Returns -1. */
int err_wrap(struct err *err, const char *format, ...) ERR_FORMAT(2, 3);

/* Puts WHERE, a row of a table ("pairs.tsv:14: "), in front of the text of ERR.
 * A text that already begins with a row of this table stays as it is.  Returns
 * -1. */
int err_place(struct err *err, const char *where);

/* Makes ERR empty. */
void err_clear(struct err *err);

#endif
