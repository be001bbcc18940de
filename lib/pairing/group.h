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
#include "base/tsv.h"
#include "pairing/regex.h"
#include "pairing/split.h"

struct group {
	struct regex group; /* none: a row is its own group */
	struct assign {
		char *label;
		struct regex where;
	} * assign; /* the first that matches wins */
	size_t assigns;
	struct split_shares shares;
	uint64_t seed;
	int64_t folds, fold;  /* FOLD of FOLDS is val, the others train;
				   0: by shares */
	size_t kept;	      /* labels that the table had */
	int torn;	      /* groups with two labels are no error */
	int exact;	      /* by count, not by hash (split_exact.h) */
	const char *stratify; /* a column of the table: by count, the shares
				 kept within each of its values; or NULL */
};

/* GROUP may be NULL; ASSIGN are "LABEL=REGEX".  err_usage. */
int group_init(struct group *g, const char *group, const struct strs *assign,
	       const char *split, uint64_t seed, struct err *err);
void group_release(struct group *g);

/* Fill the columns group and split.  The group: what the expression cuts
 * out of the source, else what the table says, else the id.  The split:
 * what is assigned, else what the table says, else by hash.  A source
 * that the expression misses, or a group with two labels, is err_data. */
int group_fill(struct group *g, struct tsv *t, struct err *err);

/* Reports how many pairs and groups of a filled table each part has: "train
 * 16 pairs in 8 groups, val ...". */
void group_report(const struct tsv *t, struct messages *messages);
/* Warns of parts that are empty (with a seed that leaves none so), and of
 * pairs that look like a series though there is no --group. */
void group_warn(const struct group *g, const struct tsv *t,
		struct messages *messages);

#endif
