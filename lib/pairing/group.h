/*
 * group.h - which rows belong together, and which part of the split
 * each group goes to.
 */
#ifndef PAIRING_GROUP_H
#define PAIRING_GROUP_H

#include <stddef.h>
#include <stdint.h>

#include "base/messages.h"
#include "base/strs.h"
#include "file/tsv.h"
#include "pairing/regex.h"
#include "pairing/split.h"

struct group {
	/* cuts the group out of the source; none: see group_fill */
	struct regex group;
	struct assign {
		char *label;
		struct regex where;
	} * assign; /* the first that matches wins */
	size_t assigns;
	struct split_shares shares;
	uint64_t seed;
	/* fold number FOLD of FOLDS is val, the others are train; 0: split by
	 * shares */
	int64_t folds, fold;
	size_t kept; /* made: rows that keep the label of the table */
	int torn;    /* 1: groups with two labels are no error */
	/* 1: split by count, not by hash (split_exact.h) */
	int exact;
	/* A column of the table, or NULL.  If given, rows are split by count,
	 * and the shares are kept among the rows of each value of the
	 * column. */
	const char *stratify;
};

/* Fills G from options, for group_release to release: GROUP is a regular
 * expression, or NULL; ASSIGN holds texts "LABEL=REGEX"; SPLIT is as in
 * split_parse.  A malformed option is err_usage. */
int group_init(struct group *g, const char *group, const struct strs *assign,
	       const char *split, uint64_t seed, struct err *err);
void group_release(struct group *g);

/* Fills the columns group and split of T.  The group is what the expression
 * cuts out of the source; without an expression, the table's cell, or, if that
 * is empty, the id.  The split is that of the first ASSIGN which matches the
 * source, otherwise the table's cell (with folds, only if it is neither train
 * nor val), otherwise by hash (or by count).  A source that the expression does
 * not match, or a group with two labels, is err_data. */
int group_fill(struct group *g, struct tsv *t, struct err *err);

/* Reports how many pairs and groups each part of a filled table has: "train 16
 * pairs in 8 groups, val ...". */
void group_report(const struct tsv *t, struct messages *messages);
/* Warns if parts are empty (and suggests a seed that leaves none empty), and if
 * pairs look like a series but there is no --group. */
void group_warn(const struct group *g, const struct tsv *t,
		struct messages *messages);

#endif
