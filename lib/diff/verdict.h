/*
 * verdict.h - decides whether two runs gave the same results: compares each
 * output, and finds the first step at which trainings differ and the class of
 * cause.
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
	VERDICT_ID,   /* each output is the id of its own run */
	/* other bytes, but only numbers differ, by at most limits.ulp */
	VERDICT_ULP,
	/* other bytes, but only numbers differ, by at most limits.tolerance */
	VERDICT_TOLERANCE,
	VERDICT_DIFFERS, /* other bytes, beyond these limits */
	VERDICT_MISSING, /* only the first run has the output */
	VERDICT_EXTRA,	 /* only the second run has the output */
	/* a run did not record it: stdout at a terminal, or fingerprints of an
	 * older version */
	VERDICT_UNKNOWN,
};

struct verdict_output {
	char *path; /* path, as the first run recorded it */
	/* result for this output */
	enum verdict_result result;
	int has[2];		 /* 1: the first (second) run has it */
	struct digest digest[2]; /* in each run */
	uint64_t ulp;		 /* see diff_content.h */
	double largest;
	char *detail; /* where and how much they differ, or NULL */
};

struct verdict_limits {	  /* how far apart numbers may be */
	uint64_t ulp;	  /* floats */
	double tolerance; /* absolute */
};

struct run_verdict {
	struct verdict_limits limits;
	struct verdict_output *list;
	size_t n;
	size_t compared;  /* outputs, without VERDICT_UNKNOWN */
	size_t differing; /* compared outputs beyond the limits */
	int wrote;	  /* 1: some compared output is not empty */
	int ended;	  /* 1: both runs ended in the same way */
	/* recorded things that differ, except data and settings */
	struct strs notes;
	int has_steps; /* 1: both runs have fingerprints */
	struct diff_steps steps;
	struct diff_cause cause; /* class NULL: nothing differs */
};

/* Compares an output of the two runs.  A and B are its digests in the first and
 * the second run; NULL: the run does not have the output.  If the digests
 * differ, BYTES_A and BYTES_B are the contents, which are changed, or NULL if
 * they were not kept.  OWN_IDS is 1 if the output of each run is the id of that
 * run. */
void verdict_add(struct run_verdict *v, const char *path,
		 const struct digest *a, const struct digest *b, int own_ids,
		 struct buf *bytes_a, struct buf *bytes_b);

/* Compares what the links point to that run A, a program that was watched, made
 * and that run B has made: "link NAME" as an output. */
void verdict_add_links(struct run_verdict *v, const struct diff_run *a,
		       const struct diff_run *b);

/* Counts the outputs; call it after the last verdict_add. */
void verdict_count(struct run_verdict *v);

/* Sets cause and notes from what went into the runs (ingredients_of).  FOREIGN
 * and REORDERED are as in diff_cause.h.  LAID_OUT is 1 if the second run got
 * code and data of the first. */
void verdict_explain(struct run_verdict *v, const struct json *a,
		     const struct json *b, int foreign, int reordered,
		     int laid_out);
void verdict_release(struct run_verdict *v);

/* Compares two recorded runs; the caller sets v->limits before and releases V.
 * Fails with err_data if a run has not ended. */
int verdict_runs(struct run_verdict *v, const struct diff_run *a,
		 const struct diff_run *b, struct err *err);

/* Returns 1 if both runs ended in the same way and no output is beyond the
 * limits. */
int verdict_is_same(const struct run_verdict *v);

/* Returns "same bytes", "within ulp", "within tolerance", "different" or
 * "nothing to compare", for all outputs together. */
const char *verdict_class(const struct run_verdict *v);

/* Returns "same", "ulp", "differs" ... */
const char *verdict_result_name(enum verdict_result result);

/* Adds lines to TO: the class and its numbers, the first difference of two
 * trainings, the cause. */
void verdict_text(const struct run_verdict *v, struct strs *to);

/* Fills TO with a row for each output: output, result, recorded, now (digests),
 * detail. */
void verdict_text_table(const struct run_verdict *v, struct tsv *to);

/*
 * Returns V as a record, which the caller frees:
 *
 *	xp "verdict 1", class, same (1 or 0), ulp and tolerance (what was
 *	allowed), compared, differing
 *	outputs		list of {path, result, a, b (digests), detail, ulp,
 *			largest}; the last two only if numbers alone differ
 *	first		{step, what, text, tensors (list), ulp}; absent without
 *			fingerprints or if all steps are equal
 *	cause		{class, because}; absent if nothing differs
 *	notes		list of text
 */
struct json *verdict_text_json(const struct run_verdict *v);

#endif
