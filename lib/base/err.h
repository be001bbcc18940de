/*
 * err.h - how the library reports trouble.
 *
 * Functions that can fail take a `struct err *` as their last parameter,
 * fill it and return -1.  The text is complete: a tool prints it as it is.
 * The kind says whose fault it was and becomes the exit code, once, in
 * app/main.c.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

enum err_kind {
	ERR_NONE,
	ERR_NO = 1,    /* the answer is "no": differs, diverged */
	ERR_USAGE = 2, /* the command line or a settings file */
	ERR_DATA = 3,  /* an input is at fault */
	ERR_SYS = 4,   /* the system is: I/O, space, permission */
};

struct err {
	enum err_kind kind;
	char text[2000];
};

#define ERR_FORMAT(a, b) __attribute__((format(printf, a, b)))

/* Each fills ERR and returns -1, so that a caller can `return err_data(...)`.
 * err_sys appends ": " and the text of errno when errno is not 0. */
int err_no(struct err *err, const char *format, ...) ERR_FORMAT(2, 3);
int err_usage(struct err *err, const char *format, ...) ERR_FORMAT(2, 3);
int err_data(struct err *err, const char *format, ...) ERR_FORMAT(2, 3);
int err_sys(struct err *err, const char *format, ...) ERR_FORMAT(2, 3);

/* Put a prefix ("pairs.tsv:14: ") in front of what ERR already says.
 * Returns -1. */
int err_wrap(struct err *err, const char *format, ...) ERR_FORMAT(2, 3);

/* The same with WHERE, a row of a table ("pairs.tsv:14: "), unless ERR already
 * begins with a row of that table: an error may have named another row than
 * the caller's. */
int err_place(struct err *err, const char *where);

/* Make ERR empty again. */
void err_clear(struct err *err);

#endif
