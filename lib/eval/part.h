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

/* Fills T with the scores of E, a part: scores_table with all digits, and a
 * column part with "I/N". */
void part_table(const struct evaluate *e, unsigned what, struct tsv *t);

/* Adds messages with what the part found. */
void part_say(struct evaluate *e);

/* Does what evaluate_rows does, with the scores in the tables FILES instead of
 * predictions.  Fails with err_data if a table is no part of this evaluation,
 * or if an image is missing or there twice. */
int part_join(struct evaluate *e, const struct strs *files, struct err *err);

#endif
