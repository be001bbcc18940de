/*
 * check_patches.h - the checks of the patches that training sees: C11 and C12
 * of their values, C15 of what augmentation does to them; and C7 of how targets
 * lie on their sources.
 *
 * Inside lib/train only.
 */
#ifndef TRAIN_CHECK_PATCHES_H
#define TRAIN_CHECK_PATCHES_H

#include "train/training.h"

struct patch_values { /* all-zero: nothing added */
	/* sums in double over each channel of both sides, joined as in
	 * baseline.h */
	struct value_sums {
		double n, mean, square, most;
	} channel[SIDES][CHANNELS_MOST];
};

/* Adds a batch, sources X and targets Y. */
void check_patches_add(struct patch_values *m, const struct train *t,
		       const float *x, const float *y);

/* Adds the findings of C11 and C12 to T. */
void check_patches_values(struct train *t, const struct patch_values *m);

/* Adds finding F of CHECK, about channel K of SIDE, which it names if there are
 * several.  WHERE is as in finding_put. */
void check_patches_put(struct train *t, const char *check, struct finding f,
		       enum side side, size_t k, const char *where);

/* Returns a finding for a number that should be about 1. */
struct finding check_patches_about_one(const char *what, double x,
				       double warn_low, double fail_low,
				       double warn_high, double fail_high,
				       const char *advice);

/* Compares patches before and after they are turned, flipped and augmented, and
 * adds the findings of C15 to T.  Of several channels, the first is
 * compared. */
int check_patches_augment(struct train *t, struct err *err);

/* Compares the middles of some train pairs, and adds the findings of C7 to T
 * (check/registration.h).  Of several channels of the source, the one that fits
 * best counts.  Images of less than 64 pixels a side are not compared. */
int check_patches_pairs(struct train *t, struct err *err);

#endif
