/*
 * err.h - how the library reports errors.
 *
 * A function that can fail takes a `struct err *` as its last parameter.  When
 * it fails, it fills this struct and returns -1, or NULL if it returns a
 * pointer.  Every caller passes a struct, never NULL.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

/* whose fault an error is; also the exit code of the tool */
enum err_kind {
	ERR_NONE,
	ERR_NO = 1,    /* the answer is no: runs differ, training diverged */
	ERR_USAGE = 2, /* the command line or a settings file is at fault */
	ERR_DATA = 3,  /* an input is at fault */
	ERR_SYS = 4,   /* the system is at fault: I/O, space, permission */
};

struct err {
	enum err_kind kind;
	char text[2000]; /* the message; what does not fit is cut off */
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

/* Puts WHERE, the place of a row ("pairs.tsv:14: "), in front of the text of
 * ERR, unless the text already begins with a row of this table.  Returns -1. */
int err_place(struct err *err, const char *where);

void err_clear(struct err *err);

#endif
