/*
 * err.h - how the library reports errors.
 *
 * A function that can fail takes a `struct err *` as its last parameter.  When
 * the function fails, it fills this struct and returns -1.  The text is a
 * complete message; the tool prints the text unchanged.  The kind says whose
 * fault the error is.  app/main.c turns the kind into the exit code.
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

/* Each fills ERR and returns -1, so that a caller can `return err_data(...)`.
 * If errno is not 0, err_sys appends ": " and the text of errno. */
int err_no(struct err *err, const char *format, ...) ERR_FORMAT(2, 3);
int err_usage(struct err *err, const char *format, ...) ERR_FORMAT(2, 3);
int err_data(struct err *err, const char *format, ...) ERR_FORMAT(2, 3);
int err_sys(struct err *err, const char *format, ...) ERR_FORMAT(2, 3);

/* Returns -1.  Puts a prefix ("pairs.tsv:14: ") in front of the text of ERR. */
int err_wrap(struct err *err, const char *format, ...) ERR_FORMAT(2, 3);

/* Returns -1.  Puts WHERE, a row of a table ("pairs.tsv:14: "), in front of the
 * text of ERR.  If the text already begins with a row of the same table, leaves
 * the text unchanged, whichever row this is. */
int err_place(struct err *err, const char *where);

/* Makes ERR empty. */
void err_clear(struct err *err);

#endif
