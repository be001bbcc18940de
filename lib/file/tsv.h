/*
 * tsv.h - reads and writes tables of tab-separated values with a header line.
 *
 * Tools find columns by name, whatever other columns there are.  There are no
 * quotes, comments or types.  A cell contains neither tab nor newline.  An
 * empty cell means "missing".
 */
#ifndef FILE_TSV_H
#define FILE_TSV_H

#include "base/err.h"
#include "file/out.h"

struct tsv {
	/* name of the table in messages, or NULL */
	char *path;
	char **column;
	size_t columns;
	char **cell; /* rows x columns; NULL: an empty cell */
	size_t rows, cap;
	/* column that tsv_add_column returned last */
	size_t last;
};

/* Reads T from the file PATH ("-": stdin, called "standard input" in messages).
 * The caller releases T.  Fails with err_data if the file is empty, contains a
 * NUL, a stray carriage return or invalid UTF-8, has more than 10,000 columns
 * or 2 GiB, if two columns have one name or one has none, or if a row has more
 * or fewer cells than the header. */
int tsv_read(struct tsv *t, const char *path, struct err *err);

/* Reads T from the bytes in B, which it changes, as tsv_read does.  NAME is the
 * name of the table in messages. */
int tsv_parse(struct tsv *t, const char *name, struct buf *b, struct err *err);
void tsv_release(struct tsv *t);

/* Returns the number of column NAME, or -1. */
int tsv_column(const struct tsv *t, const char *name);

/* Returns the number of column NAME.  Fails with err_data if there is none. */
int tsv_need(const struct tsv *t, const char *name, struct err *err);

/* Fails with err_data if a cell is in quotes, as spreadsheets write cells with
 * commas: one of the columns source and target that is no file's name, or any
 * with a comma.  T has a name. */
int tsv_refuse_quotes(const struct tsv *t, struct err *err);

/* Returns the number of column NAME.  If there is none, adds the column on the
 * right, with empty cells. */
int tsv_add_column(struct tsv *t, const char *name);

void tsv_rename_column(struct tsv *t, int column, const char *name);
size_t tsv_add_row(struct tsv *t); /* returns its number */
void tsv_swap_rows(struct tsv *t, size_t a, size_t b);
void tsv_cut_rows(struct tsv *t, size_t rows); /* keeps the first ROWS */

/* Returns the text of a cell, which T owns: "" if the cell is empty or COLUMN
 * is -1. */
const char *tsv_get(const struct tsv *t, size_t row, int column);

/* Each sets a cell; tsv_set_real to X with nine digits (num_text). */
void tsv_set(struct tsv *t, size_t row, int column, const char *text);
void tsv_set_real(struct tsv *t, size_t row, int column, double x);

/* Sets a cell to X as num_exact writes it. */
void tsv_set_exact(struct tsv *t, size_t row, int column, double x);
void tsv_set_int(struct tsv *t, size_t row, int column, long long x);

/* Sets *X to the number in a cell.  Fails with err_data if the cell is empty or
 * not a number. */
int tsv_real(const struct tsv *t, size_t row, int column, double *x,
	     struct err *err);

/* Puts the place of ROW ("pairs.tsv:14: ") in front of the text of ERR, as
 * err_place does, if T has a name.  Returns -1. */
int tsv_wrap(const struct tsv *t, size_t row, struct err *err);

/* Fails with err_data if TEXT cannot be a cell: it has a tab or line break, or
 * is not UTF-8. */
int tsv_check_cell(const char *text, struct err *err);

/* Appends to TO what tsv_write writes. */
void tsv_text(const struct tsv *t, struct buf *to);
void tsv_write(const struct tsv *t, struct out *o);

/* Writes each row as a JSON object, one a line.  A plain number becomes a
 * number, an empty cell null, any other cell a string. */
void tsv_write_json(const struct tsv *t, struct out *o);

#endif
