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
	/* name of the table in messages; for "-", "standard input" */
	char *path;
	char **column;
	size_t columns;
	char **cell; /* rows x columns */
	size_t rows, cap;
	/* number of the column that tsv_add_column returned last */
	size_t last;
};

/* Fills T from the file PATH ("-": stdin).  Fails if the file is empty, a
 * column has no name, two columns have the same name, a row has more or fewer
 * cells than the header, or the file contains a NUL or invalid UTF-8. */
int tsv_read(struct tsv *t, const char *path, struct err *err);

/* Fills T from the bytes in B, with the same checks as tsv_read.  Messages call
 * the table NAME.  Changes the bytes in B. */
int tsv_parse(struct tsv *t, const char *name, struct buf *b, struct err *err);
void tsv_release(struct tsv *t);

/* Returns the number of column NAME, or -1. */
int tsv_column(const struct tsv *t, const char *name);

/* Returns the number of column NAME.  If there is none, fails with err_data;
 * the message names the file. */
int tsv_need(const struct tsv *t, const char *name, struct err *err);

/* Returns the number of column NAME.  If there is none, adds it on the right,
 * with empty cells. */
int tsv_add_column(struct tsv *t, const char *name);
void tsv_rename_column(struct tsv *t, int column, const char *name);
size_t tsv_add_row(struct tsv *t);

/* Returns the text of a cell, or "" if the cell is empty or COLUMN is -1.  The
 * text belongs to T. */
const char *tsv_get(const struct tsv *t, size_t row, int column);
void tsv_set(struct tsv *t, size_t row, int column, const char *text);
void tsv_set_real(struct tsv *t, size_t row, int column, double x);

/* Stores as many digits of X as are needed to read the same X back. */
void tsv_set_exact(struct tsv *t, size_t row, int column, double x);
void tsv_set_int(struct tsv *t, size_t row, int column, long long x);

/* Fills *X with the number in a cell.  If the cell is empty or not a number,
 * fails with err_data; the message names the row. */
int tsv_real(const struct tsv *t, size_t row, int column, double *x,
	     struct err *err);

/* Returns -1.  Puts the table and the line of ROW ("pairs.tsv:14: ") in front
 * of the text of ERR, as err_place does. */
int tsv_wrap(const struct tsv *t, size_t row, struct err *err);

/* Returns 0, or -1 with err_data if TEXT cannot be a cell. */
int tsv_check_cell(const char *text, struct err *err);

void tsv_write(const struct tsv *t, struct out *o);

/* Writes each row as a JSON object on a line of its own.  A plain number
 * becomes a number, an empty cell null, and any other cell a string. */
void tsv_write_json(const struct tsv *t, struct out *o);

#endif
