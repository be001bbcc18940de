/*
 * tsv.h - reads and writes whole tables of tab-separated values with a header
 * line.
 *
 * Columns are found by name, never by position, so a tool can read the table
 * of any other tool that adds columns.  There are no quotes, comments or
 * types.  A cell contains no tab and no newline; an empty cell means
 * "missing".
 */
#ifndef FILE_TSV_H
#define FILE_TSV_H

#include "base/err.h"
#include "file/out.h"

struct tsv {
	char *path; /* for messages; "standard input" for "-" */
	char **column;
	size_t columns;
	char **cell; /* rows x columns */
	size_t rows, cap;
	size_t last; /* the column that tsv_add_column returned last */
};

/* Fill T from PATH ("-": stdin).  These are errors: an empty file, no header,
 * two columns of one name, a row with more or fewer cells than the header, a
 * NUL, invalid UTF-8. */
int tsv_read(struct tsv *t, const char *path, struct err *err);
void tsv_release(struct tsv *t);

/* Returns the number of column NAME, or -1. */
int tsv_column(const struct tsv *t, const char *name);
/* The same, but a missing column is err_data that names the file. */
int tsv_need(const struct tsv *t, const char *name, struct err *err);
/* Returns the number of column NAME; if there is none, it is added on the
 * right, with empty cells. */
int tsv_add_column(struct tsv *t, const char *name);
void tsv_rename_column(struct tsv *t, int column, const char *name);
size_t tsv_add_row(struct tsv *t);

/* Returns the cell, which belongs to T; "" when it is missing or COLUMN is
 * -1. */
const char *tsv_get(const struct tsv *t, size_t row, int column);
void tsv_set(struct tsv *t, size_t row, int column, const char *text);
void tsv_set_real(struct tsv *t, size_t row, int column, double x);
/* The same with as many digits as it takes to read the same X back. */
void tsv_set_exact(struct tsv *t, size_t row, int column, double x);
void tsv_set_int(struct tsv *t, size_t row, int column, long long x);
/* Read a cell as a number; if it is missing or malformed, err_data that names
 * the row. */
int tsv_real(const struct tsv *t, size_t row, int column, double *x,
	     struct err *err);

/* Put "pairs.tsv:14: ", with the line number of ROW, in front of ERR (see
 * err_place).  Returns -1. */
int tsv_wrap(const struct tsv *t, size_t row, struct err *err);

/* Returns 0, or -1 with err_data when TEXT cannot be a cell. */
int tsv_check_cell(const char *text, struct err *err);

void tsv_write(const struct tsv *t, struct out *o);
/* Write each row as a JSON object on a line of its own.  Values are strings,
 * except for plain numbers. */
void tsv_write_json(const struct tsv *t, struct out *o);

#endif
