/*
 * check.h - the checks, which find what is wrong with a set of pairs before
 * anything is trained.
 *
 * Each check is one file, named in CHECKS in Makefile.am and nowhere else.
 */
#ifndef CHECK_CHECK_H
#define CHECK_CHECK_H

#include "check/fingerprints.h"
#include "check/finding.h"

struct check_report {
	struct findings found;
	const struct check *check; /* the check that is running */
};

struct check {
	const char *name;  /* "C1" */
	const char *about; /* what the check finds */
	void (*run)(const struct fingerprints *a, struct check_report *j);
	/* of images of several channels (check_run_channels), or NULL */
	void (*compare)(const struct fingerprints *a, const size_t n[SIDES],
			struct check_report *j);
};

/* all checks, NULL at the end */
extern const struct check *const checks[];

/* Adds a finding of the running check and takes F->where. */
void check_add(struct check_report *j, struct finding *f);

/* Runs all checks and adds what they find to J->found. */
void check_run(struct check_report *j, const struct fingerprints *a);

/* Does the same for images of N channels on each side.  A[g * N[SOURCE] + k]
 * are the fingerprints with channels k of the source and g of the target.  What
 * is the same of all channels is said once; of C7, which compares sources with
 * targets, there is only what was found of the source channel that fits each
 * target channel best. */
void check_run_channels(struct check_report *j, const struct fingerprints *a,
			const size_t n[SIDES]);
void check_release(struct check_report *j);

int check_known(const char *name);

/* Returns the number of one image, or NAN if the image does not count. */
typedef double check_fn(const struct fingerprints *a, size_t row,
			enum side side);

/* For checks that measure each image of SIDE: puts into F the worst number, and
 * the ids of all images beyond a threshold, and adds F to J. */
void check_worst(struct check_report *j, const struct fingerprints *a,
		 enum side side, struct finding f, check_fn *measure);

/* Sorts N numbers and returns their median, or NAN if N is 0. */
double check_median(double *x, size_t n);

#endif
