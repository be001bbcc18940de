/*
 * bioimage_test.h - makes the test image of a package for bioimage.io, and the
 * prediction that the package must give for it.
 *
 * Inside lib/export only.
 */
#ifndef EXPORT_BIOIMAGE_TEST_H
#define EXPORT_BIOIMAGE_TEST_H

#include "export/network.h"
#include "norm/fit_rule.h"

/* What the preprocessing "scale_range" adds to a range, and
 * "zero_mean_unit_variance" to a standard deviation. */
#define BIOIMAGE_TEST_EPS 1e-12

struct bioimage_test {
	const struct network *n; /* the network of a run whose table is known */
	/* rule percentile, minmax or zscore, fitted to the test image; NULL:
	 * the normalisation in N->trained */
	const struct fit_rule *rule;
	struct extent in; /* sides of the input */
};

/* Makes a test image and its prediction.  The test image is the upper left
 * piece of the first image of the split that N was validated on or, if there is
 * none, trained on.  If that image is smaller than the piece, its mirror image
 * continues it.  Appends the test image to IN and its prediction, in the
 * target's units, to OUT, both as files of numpy.  Adds the name of the image
 * to M.  Fails with err_data if the image cannot be read. */
int bioimage_test_make(const struct bioimage_test *t, struct buf *in,
		       struct buf *out, struct messages *m, struct err *err);

#endif
