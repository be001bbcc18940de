/*
 * augment.h - augmentations: random changes to the patches that a network is
 * trained on.
 *
 * Each is one file, named in AUGMENTS in Makefile.am and nowhere else.  It is
 * either a map, which moves the pixels of source and target alike
 * (augment_map.h), or a change of the source's values.  They are applied in the
 * order of that list.
 *
 * For each augmentation a patch draws from a stream of its own (base/rng.h)
 * whether it is applied, and its number.  So leaving one out changes nothing
 * else.
 */
#ifndef AUGMENT_AUGMENT_H
#define AUGMENT_AUGMENT_H

#include "augment/augment_map.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/rng.h"

/* How the number of a patch is drawn, from the number N that was asked for. */
enum augment_law {
	AUGMENT_UP_TO,	/* evenly from 0 to N */
	AUGMENT_EITHER, /* evenly from -N to N */
	AUGMENT_FACTOR, /* from 1 / N to N, its logarithm evenly */
};

/* the sources of a patch: PLANES planes of SIDE x SIDE pixels */
struct augment_patch {
	float *px;
	size_t planes, side;
	/* of all normalised train sources: mean, and standard deviation, which
	 * is above 0 */
	double mean, sd;
};

struct augment {
	const char *name, *about;
	const char *param; /* what ABOUT calls the number N */
	/* N by default, and the most that is allowed; N is above 0 or, of a
	 * factor, above 1 */
	double usual, most;
	double share; /* of the patches, by default */
	enum augment_law law;
	/* MAP adds the augmentation with the drawn number X to the map M.
	 * STRETCH returns, for the number N, the largest factor by which the
	 * map lengthens the distance of a pixel from the middle of its patch;
	 * NULL: the map bends by at most N pixels.  CHANGE changes the values
	 * of P.  R is a stream of this augmentation and patch alone. */
	void (*map)(struct augment_map *m, double x, struct rng *r);
	double (*stretch)(double n);
	void (*change)(struct augment_patch *p, double x, struct rng *r);
};

/* all augmentations, NULL at the end */
extern const struct augment *const augments[];
enum { AUGMENT_MOST = 16 }; /* there are no more than these */

/* Sets *NAME and, until the next call, *ABOUT, with its numbers, for
 * augmentation I and returns 1; returns 0 if there is no augmentation I. */
int augment_term(size_t i, const char **name, const char **about);

struct augment_list { /* all-zero: none */
	struct augment_term {
		int on;
		double n, share;
	} term[AUGMENT_MOST]; /* in the order of augments */
	size_t on;	      /* how many are on */
};

/* what is done to one patch, in the order of augments */
struct augment_drawn {
	int on[AUGMENT_MOST];
	double x[AUGMENT_MOST];
	uint64_t seed, step, patch; /* what names its streams */
	size_t channel;
};

/* Sets L from TEXT: names with commas between, such as "rotate,noise:0.2@0.5".
 * The number N may follow after a colon, and the share of the patches after an
 * at-sign.  Blanks around names do not count. "all" stands for all that are not
 * named; "none" stands alone.  Fails with err_usage if a name is unknown or a
 * number beyond its limits. */
int augment_read(struct augment_list *l, const char *text, struct err *err);

/* Appends the text of L to TO; nothing if L is empty.  Equal lists have equal
 * texts. */
void augment_text(const struct augment_list *l, struct buf *to);

/* Returns 1 if L has a map. */
int augment_moves(const struct augment_list *l);

/* Returns the most pixels a side that a patch of SIDE x SIDE may be made
 * from. */
size_t augment_window_most(const struct augment_list *l, size_t side);

/* Draws what is done to patch number PATCH of STEP. */
void augment_draw(const struct augment_list *l, uint64_t seed, uint64_t step,
		  uint64_t patch, struct augment_drawn *to);

/* Fills TO with what is done to channel CHANNEL of the source: the maps of D,
 * which is drawn from L for channel 0, and changes that are drawn anew from
 * streams of the channel.  TO is D for channel 0. */
void augment_draw_channel(const struct augment_list *l,
			  const struct augment_drawn *d, size_t channel,
			  struct augment_drawn *to);

/* Appends what D does, such as "rotate:-3.2 noise:0.05". */
void augment_drawn_text(const struct augment_drawn *d, struct buf *to);

/* Makes the map of D for patches of SIDE x SIDE.  Returns 1, or 0 if D does not
 * move pixels.  The caller releases M in both cases. */
int augment_make_map(const struct augment_drawn *d, size_t side,
		     struct augment_map *m);

/* Changes the values of P as D says. */
void augment_change(const struct augment_drawn *d, struct augment_patch *p);

/* For changes: returns the mean of the N values at PX, and sets *SD to their
 * standard deviation, unless it is NULL. */
double augment_moments(const float *px, size_t n, double *sd);

#endif
