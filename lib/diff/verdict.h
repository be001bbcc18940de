/*
 * verdict.h - decides whether two runs gave the same results.
 *
 * This compares each output, and finds the first step at which trainings differ
 * and the class of cause (diff_cause.h).
 */
#ifndef DIFF_VERDICT_H
#define DIFF_VERDICT_H

#include "diff/diff_cause.h"
#include "diff/diff_steps.h"
#include "diff/ingredients.h"
#include "file/tsv.h"
#include "run/run.h"

enum verdict_result {
	VERDICT_SAME, /* the same bytes */
	VERDICT_ID,   /* each run's output is the id of that run */
	/* other bytes, but numbers differ by at most ULP floats
	 * (verdict_limits) */
	VERDICT_ULP,
	/* other bytes, but numbers differ by at most the tolerance */
	VERDICT_TOLERANCE,
	VERDICT_DIFFERS, /* other bytes, beyond the limits */
	VERDICT_MISSING, /* only the first run has the output */
	VERDICT_EXTRA,	 /* only the second run has the output */
	/* one run did not record the output: stdout at a terminal, fingerprints
	 * of an older version */
	VERDICT_UNKNOWN,
};

struct verdict_output {
	char *path; /* path as the first run recorded it */
	enum verdict_result result;
	int has[2]; /* 1 if the run has the output: first, second run */
	struct digest digest[2]; /* digest of the output in either run */
	uint64_t ulp;		 /* see diff_content.h */
	double largest;
	char *detail; /* text: where and how much they differ, or NULL */
};

struct verdict_limits {	  /* how far apart numbers may be */
	uint64_t ulp;	  /* floats */
	double tolerance; /* absolute */
};

struct run_verdict {
	struct verdict_limits limits;
	struct verdict_output *list;
	size_t n;
	size_t compared;  /* number of outputs except VERDICT_UNKNOWN */
	size_t differing; /* number of compared outputs beyond the limits */
	int wrote;	  /* 1 if some compared output is not empty */
	int ended;	  /* 1 if both runs ended in the same way */
	/* remarks: what may explain a difference, or what makes equal outputs
	 * more convincing */
	struct strs notes;
	int has_steps; /* 1 if both runs have fingerprints */
	struct diff_steps steps;
	struct diff_cause cause; /* class is NULL: nothing differs */
};

/* Compares an output.  A and B are its digests in the first and the second
 * run.  NULL means that the run does not have the output.  OWN_IDS is 1 if the
 * output of each run is the id of that run.  If the digests differ, BYTES_A and
 * BYTES_B are the contents, or NULL if they were not kept.  This changes the
 * contents. */
void verdict_add(struct run_verdict *v, const char *path,
		 const struct digest *a, const struct digest *b, int own_ids,
		 struct buf *bytes_a, struct buf *bytes_b);

/* Counts the outputs.  Call this after the last verdict_add. */
void verdict_count(struct run_verdict *v);

/* Sets cause and notes from what went into the two runs (ingredients_of).  For
 * FOREIGN and REORDERED see diff_cause.h.  LAID_OUT is 1 if the second run was
 * given the code and the data of the first. */
void verdict_explain(struct run_verdict *v, const struct json *a,
		     const struct json *b, int foreign, int reordered,
		     int laid_out);
void verdict_release(struct run_verdict *v);

/* Compares two recorded runs.  Fails with err_data if one of them has not
 * ended. */
int verdict_runs(struct run_verdict *v, const struct diff_run *a,
		 const struct diff_run *b, struct err *err);

/* Returns 1 if the results are the same within the limits. */
int verdict_is_same(const struct run_verdict *v);

/* Returns the class of all outputs together: "same bytes", "within ulp",
 * "within tolerance", "different" or "nothing to compare". */
const char *verdict_class(const struct run_verdict *v);

/* Returns "same", "ulp", "differs" ... */
const char *verdict_result_name(enum verdict_result result);

/* Adds lines to TO: the class and its numbers, the first difference of the
 * trainings, the cause. */
void verdict_text(const struct run_verdict *v, struct strs *to);

/* Fills TO with a row for each output: output, result, recorded, now (digests),
 * detail. */
void verdict_text_table(const struct run_verdict *v, struct tsv *to);

/*
 * Returns V as a record.  The caller frees it with json_free:
 *
 *	xp "verdict 1", class, same (1 or 0), ulp (integer) and tolerance
 *	(what was allowed), compared, differing (integers)
 *	outputs		list of {path, result, a, b (digests), detail, ulp
 *			(integer, absent if more than numbers differs), largest}
 *	first		{step, what, text, tensors (list), ulp}; absent without
 *			fingerprints or when all steps are equal
 *	cause		{class, because}; absent when nothing differs
 *	notes		list of text
 */
struct json *verdict_text_json(const struct run_verdict *v);

#endif
