/*
 * augment.c - the list of augmentations, made from the names in Makefile.am,
 * and what is asked of them.
 */
#include "augment/augment.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/calc.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/strs.h"
#include "registry.h"

#define DECLARE(name) extern const struct augment augment_##name;
AUGMENTS(DECLARE)

#define LIST(name) &augment_##name,
const struct augment *const augments[] = { AUGMENTS(LIST) NULL };

_Static_assert(sizeof(augments) / sizeof(*augments) <= AUGMENT_MOST + 1,
	       "more augmentations than AUGMENT_MOST");

int augment_term(size_t i, const char **name, const char **about)
{
	static char text[300];
	const struct augment *a;

	if (i >= sizeof(augments) / sizeof(*augments) - 1)
		return 0;
	a = augments[i];
	snprintf(text, sizeof(text), "%s (%g, at most %g; @%g)", a->about,
		 a->usual, a->most, a->share);
	*name = a->name;
	*about = text;
	return 1;
}

/* --- texts --------------------------------------------------------------- */

static int unknown(const char *word, struct err *err)
{
	struct buf list = { 0 };
	int rc;

	for (size_t i = 0; augments[i]; i++)
		buf_printf(&list, "%s%s", i ? ", " : "", augments[i]->name);
	rc = err_usage(err,
		       "--augment: there is no augmentation '%s'; there are "
		       "%s, all and none",
		       word, buf_text(&list));
	buf_release(&list);
	return rc;
}

static double least(const struct augment *a)
{
	return a->law == AUGMENT_FACTOR;
}

static int read_n(double *to, const char *text, const struct augment *a,
		  struct err *err)
{
	if (num_real(to, text) == 0 && *to > least(a) && *to <= a->most)
		return 0;
	return err_usage(err,
			 "--augment: %s of %s must be a number above %g and at "
			 "most %g, not '%s'",
			 a->param, a->name, least(a), a->most, text);
}

static int read_share(double *to, const char *text, const char *name,
		      struct err *err)
{
	if (num_real(to, text) == 0 && *to > 0 && *to <= 1)
		return 0;
	return err_usage(err,
			 "--augment: the share of patches, after the @ of %s, "
			 "must be a number above 0 and at most 1, not '%s'",
			 name, text);
}

/* Fails because WORD stands with what only an augmentation can have. */
static int not_one(const char *word, struct err *err)
{
	if (!strcmp(word, "none"))
		return err_usage(err, "--augment: 'none' stands alone: leave "
				      "it out, or all else");
	return err_usage(err, "--augment: 'all' takes no number and no share: "
			      "name an augmentation to change its own, as in "
			      "'all,rotate@0.5'");
}

/* Set T from WORD, such as "noise:0.2@0.5", which is changed. */
static int read_word(struct augment_list *l, char *word, struct err *err)
{
	char *at = strchr(word, '@'), *colon;
	struct augment_term *t;
	size_t i = 0;

	if (at)
		*at++ = '\0';
	if ((colon = strchr(word, ':')))
		*colon++ = '\0';
	if (!strcmp(word, "all") || !strcmp(word, "none"))
		return not_one(word, err);
	while (augments[i] && strcmp(augments[i]->name, word))
		i++;
	if (!augments[i])
		return unknown(word, err);
	t = &l->term[i];
	if (t->on)
		return err_usage(err, "--augment: %s is named twice", word);
	*t = (struct augment_term){ 1, augments[i]->usual, augments[i]->share };
	l->on++;
	if (colon && read_n(&t->n, colon, augments[i], err) < 0)
		return -1;
	return at ? read_share(&t->share, at, word, err) : 0;
}

static void add_all(struct augment_list *l)
{
	for (size_t i = 0; augments[i]; i++)
		if (!l->term[i].on) {
			l->term[i] = (struct augment_term){
				1, augments[i]->usual, augments[i]->share
			};
			l->on++;
		}
}

int augment_read(struct augment_list *l, const char *text, struct err *err)
{
	struct strs words = { 0 };
	int rc = 0, all = 0;

	*l = (struct augment_list){ 0 };
	strs_split(&words, text, ',');
	for (size_t i = 0; i < words.n && !rc; i++) {
		char *word = mem_trimmed(words.at[i], strlen(words.at[i]));

		if (!strcmp(word, "all"))
			all = 1;
		else if (words.n > 1 || strcmp(word, "none"))
			rc = read_word(l, word, err);
		free(word);
	}
	if (all)
		add_all(l);
	strs_release(&words);
	return rc;
}

void augment_text(const struct augment_list *l, struct buf *to)
{
	const char *comma = "";
	char n[NUM_MAX], share[NUM_MAX];

	for (size_t i = 0; augments[i]; i++) {
		const struct augment_term *t = &l->term[i];

		if (!t->on)
			continue;
		buf_printf(to, "%s%s:%s@%s", comma, augments[i]->name,
			   num_exact(n, t->n), num_exact(share, t->share));
		comma = ",";
	}
}

/* --- draws --------------------------------------------------------------- */

static double draw_number(struct rng *r, enum augment_law law, double n)
{
	double u = rng_uniform(r);

	switch (law) {
	case AUGMENT_EITHER:
		return n * (2 * u - 1);
	case AUGMENT_FACTOR:
		return calc_exp(calc_log(n) * (2 * u - 1));
	default:
		return n * u;
	}
}

/* Begin the stream of augmentation I for what the name PURPOSE says. */
static void begin(struct rng *r, const struct augment_drawn *d, size_t i,
		  const char *purpose)
{
	char *name = mem_printf("augment %s %s", augments[i]->name, purpose);

	if (d->channel && augments[i]->change) {
		free(name);
		name = mem_printf("augment %s %s %zu", augments[i]->name,
				  purpose, d->channel);
	}
	rng_init(r, d->seed, name, d->step, d->patch);
	free(name);
}

static void draw(const struct augment_list *l, size_t i,
		 struct augment_drawn *to)
{
	const struct augment_term *t = &l->term[i];
	struct rng r;

	if (!t->on)
		return;
	begin(&r, to, i, "number");
	to->on[i] = rng_uniform(&r) < t->share;
	to->x[i] = draw_number(&r, augments[i]->law, t->n);
}

void augment_draw(const struct augment_list *l, uint64_t seed, uint64_t step,
		  uint64_t patch, struct augment_drawn *to)
{
	*to = (struct augment_drawn){ .seed = seed,
				      .step = step,
				      .patch = patch };
	for (size_t i = 0; augments[i]; i++)
		draw(l, i, to);
}

void augment_draw_channel(const struct augment_list *l,
			  const struct augment_drawn *d, size_t channel,
			  struct augment_drawn *to)
{
	*to = *d;
	to->channel = channel;
	for (size_t i = 0; augments[i] && channel; i++)
		if (augments[i]->change)
			draw(l, i, to);
}

void augment_drawn_text(const struct augment_drawn *d, struct buf *to)
{
	const char *blank = "";

	for (size_t i = 0; augments[i]; i++) {
		if (!d->on[i])
			continue;
		buf_printf(to, "%s%s:%.3g", blank, augments[i]->name, d->x[i]);
		blank = " ";
	}
}

/* --- what is done -------------------------------------------------------- */

int augment_moves(const struct augment_list *l)
{
	for (size_t i = 0; augments[i]; i++)
		if (l->term[i].on && augments[i]->map)
			return 1;
	return 0;
}

size_t augment_window_most(const struct augment_list *l, size_t side)
{
	double stretch = 1, bend = 0;

	for (size_t i = 0; augments[i]; i++) {
		const struct augment *a = augments[i];

		if (!l->term[i].on || !a->map)
			continue;
		if (a->stretch)
			stretch *= a->stretch(l->term[i].n);
		else
			bend += l->term[i].n;
	}
	return augment_map_window_most(side, stretch, bend);
}

int augment_make_map(const struct augment_drawn *d, size_t side,
		     struct augment_map *m)
{
	int moves = 0;

	augment_map_init(m, side);
	for (size_t i = 0; augments[i]; i++) {
		struct rng r;

		if (!d->on[i] || !augments[i]->map)
			continue;
		begin(&r, d, i, "pixels");
		augments[i]->map(m, d->x[i], &r);
		moves = 1;
	}
	return moves;
}

void augment_change(const struct augment_drawn *d, struct augment_patch *p)
{
	for (size_t i = 0; augments[i]; i++) {
		struct rng r;

		if (!d->on[i] || !augments[i]->change)
			continue;
		begin(&r, d, i, "pixels");
		augments[i]->change(p, d->x[i], &r);
	}
}

double augment_moments(const float *px, size_t n, double *sd)
{
	double mean = 0, square = 0;

	for (size_t i = 0; i < n; i++)
		mean += px[i];
	mean /= (double)n;
	if (!sd)
		return mean;
	for (size_t i = 0; i < n; i++)
		square += (px[i] - mean) * (px[i] - mean);
	*sd = sqrt(square / (double)n);
	return mean;
}
