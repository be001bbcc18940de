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

/* is added to the range in "scale_range" and to the standard deviation in
 * "zero_mean_unit_variance", steps of preprocessing */
#define BIOIMAGE_TEST_EPS 1e-12

struct bioimage_test {
	const struct network *n; /* network of a run whose table is known */
	/* percentile, minmax or zscore, fitted to the test image; NULL: the
	 * normalisation is that of N->trained */
	const struct fit_rule *rule;
	struct extent in; /* sides of the input */
};

/* Makes a test image: the upper left piece of the first image of the split that
 * N was validated on or, if there is none, trained on.  An image smaller than
 * the piece is continued by its mirror image.  Appends the test image to IN and
 * its prediction, in the target's units, to OUT, both as files of numpy.  Adds
 * the name of the image to M.  Fails with err_data if the image cannot be read
 * or has changed, and with err_sys if memory is too small. */
int bioimage_test_make(const struct bioimage_test *t, struct buf *in,
		       struct buf *out, struct messages *m, struct err *err);

#endif
