/*
 * part.h - an evaluation shared out among tasks: each scores a part of the rows
 * and writes a table of it, and the tables joined are the scores of all.
 */
#ifndef EVAL_PART_H
#define EVAL_PART_H

#include "base/strs.h"
#include "eval/evaluate.h"

/* Sets E->part to TEXT, "I/N": part I of N, counted from 1.  Fails with
 * err_usage if TEXT is anything else. */
int part_read(struct evaluate *e, const char *text, struct err *err);

/* Sets E->made_of to a text of all that the scores of E depend on: digests of
 * the weights in the file WEIGHTS (NULL: none), of the rows of the manifest and
 * of those that the model was trained on, and the options.  Call it after
 * evaluate_prepare, before the functions below.  Fails if WEIGHTS cannot be
 * read. */
int part_made_of(struct evaluate *e, const char *weights, struct err *err);

/* Fills T with the scores of E, a part: scores_table with all digits, and the
 * columns part with "I/N", made_of with E->made_of, and cells_sha256 with the
 * digest of all other cells of T, the same in each row. */
void part_table(const struct evaluate *e, unsigned what, struct tsv *t);

/* Adds messages with what the part found. */
void part_say(struct evaluate *e);

/* Does what evaluate_rows does, with the scores in the tables FILES instead of
 * predictions.  Fails with err_data if a table is no part of this evaluation or
 * was changed, or if an image is missing or there twice. */
int part_join(struct evaluate *e, const struct strs *files, struct err *err);

#endif
