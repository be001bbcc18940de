/*
 * verdict.h - decides whether two runs gave the same results.  It compares
 * each output, finds the first step at which trainings differ, and the class
 * of cause.
 */
#ifndef DIFF_VERDICT_H
#define DIFF_VERDICT_H

#include "diff/diff_cause.h"
#include "diff/diff_steps.h"
#include "diff/ingredients.h"
#include "file/tsv.h"
#include "run/run.h"

enum verdict_result {
	VERDICT_SAME,	   /* the same bytes */
	VERDICT_ID,	   /* each run's own id, if the tool prints it */
	VERDICT_ULP,	   /* other bytes, but numbers are at most as many
			      floats apart as LIMITS allows */
	VERDICT_TOLERANCE, /* other bytes, but numbers differ by at most the
			      tolerance */
	VERDICT_DIFFERS,   /* other bytes */
	VERDICT_MISSING,   /* the first has it, the second does not */
	VERDICT_EXTRA,	   /* the second has it, the first does not */
	VERDICT_UNKNOWN,   /* one run did not record it: stdout at a terminal,
			      fingerprints of an older version */
};

struct verdict_output {
	char *path; /* as the first run recorded it */
	enum verdict_result result;
	int has[2];		 /* 1: the first, the second run has it */
	struct digest digest[2]; /* in the runs that have it */
	uint64_t ulp;		 /* see diff_content.h */
	double largest;
	char *detail; /* where and how much, or NULL */
};

struct verdict_limits {	  /* how far apart numbers may be */
	uint64_t ulp;	  /* floats */
	double tolerance; /* absolute */
};

struct run_verdict {
	struct verdict_limits limits;
	struct verdict_output *list;
	size_t n;
	size_t compared;   /* how many outputs, without the VERDICT_UNKNOWN
			      ones */
	size_t differing;  /* how many of these are beyond the limits */
	int wrote;	   /* 1: some output compared is not empty */
	int ended;	   /* 1: both ended in the same way */
	struct strs notes; /* what may explain a difference, or makes equal
			      outputs more convincing */
	int has_steps;	   /* 1: both have fingerprints */
	struct diff_steps steps;
	struct diff_cause cause; /* class is NULL: nothing differs */
};

/* Compare an output.  A and B are its digests in the first and in the second
 * run, or NULL if a run does not have it.  OWN_IDS: each output is the id of
 * its own run.  If the digests differ, BYTES_A and BYTES_B are the contents, or
 * NULL if they were not kept.  The contents are changed. */
void verdict_add(struct run_verdict *v, const char *path,
		 const struct digest *a, const struct digest *b, int own_ids,
		 struct buf *bytes_a, struct buf *bytes_b);
/* Call this after the last verdict_add: count the outputs. */
void verdict_count(struct run_verdict *v);
/* Set cause and notes from what went into the two runs (ingredients_of).
 * FOREIGN and REORDERED as in diff_cause.h.  LAID_OUT: the second run was given
 * the code and the data of the first. */
void verdict_explain(struct run_verdict *v, const struct json *a,
		     const struct json *b, int foreign, int reordered,
		     int laid_out);
void verdict_release(struct run_verdict *v);

/* Compare two recorded runs.  err_data if one of them has not ended. */
int verdict_runs(struct run_verdict *v, const struct diff_run *a,
		 const struct diff_run *b, struct err *err);

/* Returns 1 when they are the same within the limits. */
int verdict_is_same(const struct run_verdict *v);
/* Returns the class of the whole: "same bytes", "within ulp", "within
 * tolerance", "different" or "nothing to compare". */
const char *verdict_class(const struct run_verdict *v);
/* "same", "ulp", "differs" ... */
const char *verdict_result_name(enum verdict_result result);

/* Add lines to TO: the class and its numbers, the first difference of the
 * trainings, the cause. */
void verdict_text(const struct run_verdict *v, struct strs *to);
/* Fill TO with a row for each output: output, result, recorded, now (digests),
 * detail. */
void verdict_text_table(const struct run_verdict *v, struct tsv *to);
/*
 * Returns all of it as a record; free with json_free:
 *
 *	xp "verdict 1", class, same (1 or 0), ulp (integer) and tolerance
 *	(what was allowed), compared, differing (integers)
 *	outputs		list of {path, result, a, b (digests), detail, ulp
 *			(integer, absent if not only numbers differ), largest}
 *	first		{step, what, text, tensors (list), ulp}; absent without
 *			fingerprints or when all steps are equal
 *	cause		{class, because}; absent when nothing differs
 *	notes		list of text
 */
struct json *verdict_text_json(const struct run_verdict *v);

#endif
