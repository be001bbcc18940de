/*
 * tsv.h - reads and writes tables of tab-separated values with a header line.
 *
 * Columns are found by name, never by position, so a tool can read a table to
 * which another tool has added columns.  There are no quotes, comments or
 * types.  A cell contains neither tab nor newline.  An empty cell means
 * "missing".
 */
#ifndef FILE_TSV_H
#define FILE_TSV_H

#include "base/err.h"
#include "file/out.h"

struct tsv {
	char *path; /* as messages call it: "-" is "standard input" */
	char **column;
	size_t columns;
	char **cell; /* rows x columns */
	size_t rows, cap;
	size_t last; /* the column that tsv_add_column returned last */
};

/* Fills T from the file PATH ("-": stdin).  Fails if it is empty, has no
 * header, two columns with one name, a row with more or fewer cells than the
 * header, a NUL, or invalid UTF-8. */
int tsv_read(struct tsv *t, const char *path, struct err *err);
/* The same from B, which messages call NAME.  Its bytes are changed. */
int tsv_parse(struct tsv *t, const char *name, struct buf *b, struct err *err);
void tsv_release(struct tsv *t);

/* Returns the number of column NAME, or -1. */
int tsv_column(const struct tsv *t, const char *name);
/* Returns the number of column NAME; if there is none, fails with err_data that
 * names the file. */
int tsv_need(const struct tsv *t, const char *name, struct err *err);
/* Returns the number of column NAME.  If there is none, adds it on the right,
 * with empty cells. */
int tsv_add_column(struct tsv *t, const char *name);
void tsv_rename_column(struct tsv *t, int column, const char *name);
size_t tsv_add_row(struct tsv *t);

/* Returns the cell, which belongs to T; "" if it is missing or COLUMN is -1. */
const char *tsv_get(const struct tsv *t, size_t row, int column);
void tsv_set(struct tsv *t, size_t row, int column, const char *text);
void tsv_set_real(struct tsv *t, size_t row, int column, double x);
/* Writes as many digits as it takes to read the same X back. */
void tsv_set_exact(struct tsv *t, size_t row, int column, double x);
void tsv_set_int(struct tsv *t, size_t row, int column, long long x);
/* Reads a cell as a number.  If it is missing or not a number, fails with
 * err_data that names the row. */
int tsv_real(const struct tsv *t, size_t row, int column, double *x,
	     struct err *err);

/* Puts "pairs.tsv:14: ", the table and the line of ROW, in front of ERR, as
 * err_place does.  Returns -1. */
int tsv_wrap(const struct tsv *t, size_t row, struct err *err);

/* Returns 0, or -1 with err_data if TEXT cannot be a cell. */
int tsv_check_cell(const char *text, struct err *err);

void tsv_write(const struct tsv *t, struct out *o);
/* Writes each row as a JSON object on a line of its own.  Values are strings,
 * except for plain numbers. */
void tsv_write_json(const struct tsv *t, struct out *o);

#endif
