/*
 * part.h - divides an evaluation among tasks: each scores a part of the rows
 * and writes a table; the joined tables are the scores of all rows.
 */
#ifndef EVAL_PART_H
#define EVAL_PART_H

#include "base/strs.h"
#include "eval/evaluate.h"

/* Sets E->part from TEXT, "I/N": part I of N, counted from 1.  Fails with
 * err_usage if TEXT is anything else, or N is above a million. */
int part_read(struct evaluate *e, const char *text, struct err *err);

/* Sets E->made_of to a text of all that the scores of E depend on: digests of
 * the weights in the file WEIGHTS (NULL: none), of the manifest and of the rows
 * that the model was trained on, and the options.  The caller calls
 * evaluate_prepare before, and the functions below after it. */
int part_made_of(struct evaluate *e, const char *weights, struct err *err);

/* Fills T with the scores of E, a part: scores_table with WHAT and SCORES_PART,
 * and three columns.  `part` has "I/N", `made_of` has E->made_of,
 * `cells_sha256` has the digest of all other cells. */
void part_table(const struct evaluate *e, unsigned what, struct tsv *t);

/* Adds to E->messages which part was scored, and warnings of leaks and of
 * unlike sources. */
void part_say(struct evaluate *e);

/* Does what evaluate_rows does for all rows, with the scores in the tables
 * FILES instead of predictions.  Fails with err_data if a table is not part of
 * this evaluation or was changed, or if an image is missing or present
 * twice. */
int part_join(struct evaluate *e, const struct strs *files, struct err *err);

#endif
