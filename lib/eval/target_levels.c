/*
 * target_levels.c - see target_levels.h.
 *
 * R is never taken from the scored image, nor from the type in which the file
 * happens to be stored: both would make the scores too good.
 */
#include "eval/target_levels.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "image/image.h"
#include "stats/otsu.h"
#include "stats/set_stats.h"

static int measure(struct target_levels *l, struct set_stats *s, int threshold,
		   struct err *err)
{
	if (set_stats_run(s, err) < 0)
		return -1;
	l->known = 1;
	l->low = s->all.percentile[0];
	l->high = s->all.percentile[1];
	l->threshold = NAN;
	return threshold ? otsu_threshold(&l->threshold, s, err) : 0;
}

int target_levels_find(struct target_levels *l, const struct manifest *p,
		       size_t channel, const char *split, int threshold,
		       int threads, struct err *err)
{
	static const double percent[] = { 0.1, 99.9 };
	struct set_stats s = { .percent = percent,
			       .percents = 2,
			       .keep_counts = threshold,
			       .threads = threads };
	const char **ref = mem_zero(p->n + 1, sizeof *ref);
	int rc = 0;

	*l = (struct target_levels){ 0 };
	for (size_t i = 0; i < p->n; i++)
		if (!split || !strcmp(p->list[i].split, split))
			ref[s.n++] = p->list[i].channel[TARGET][channel].ref;
	s.ref = ref;
	if (s.n)
		rc = measure(l, &s, threshold, err);
	set_stats_release(&s);
	free(ref);
	return rc;
}

static int of_train(double *range, char **says, const struct target_levels *l,
		    const char *train, struct err *err)
{
	*range = l->high - l->low;
	*says = mem_printf("%.9g to %.9g, the 0.1st to the 99.9th percentile "
			   "of the %s targets",
			   l->low, l->high, train);
	if (*range > 0)
		return 0;
	return err_data(err,
			"the %s targets are nearly constant (%g to %g), so "
			"psnr and ssim have no range: give one with --range",
			train, l->low, l->high);
}

static int of_type(double *range, char **says, const struct manifest *p,
		   size_t channel, const char *split, struct err *err)
{
	enum pixel type = PIXEL_NONE;
	struct image_info info;

	for (size_t i = 0; i < p->n; i++) {
		if (split && strcmp(p->list[i].split, split))
			continue;
		if (image_info(&info, p->list[i].channel[TARGET][channel].ref,
			       err) < 0)
			return tsv_wrap(&p->table, i, err);
		if (type && info.type != type)
			return err_data(err,
					"--range dtype: some targets are %s, "
					"others %s ('%s'), so there is no "
					"common range",
					pixel_name(type), pixel_name(info.type),
					p->list[i].target);
		type = info.type;
		if (pixel_is_float(type))
			return err_data(err,
					"--range dtype: '%s' is %s, a type "
					"without a range: give a number",
					p->list[i].target, pixel_name(type));
	}
	*range = ldexp(1, (int)(8 * pixel_bytes(type))) - 1;
	*says = mem_printf("all values of %s", pixel_name(type));
	return 0;
}

int target_levels_give_range(const char *text)
{
	return !text || !strcmp(text, "train");
}

int target_levels_range(double *range, char **says, const char *text,
			const struct manifest *p, size_t channel,
			const char *split, const struct target_levels *l,
			const char *train, struct err *err)
{
	*range = NAN;
	*says = NULL;
	if (!text && !l->known)
		return 0;
	if (!text || !strcmp(text, "train"))
		return !l->known && manifest_need_split(p, train, err) < 0 ?
			       -1 :
			       of_train(range, says, l, train, err);
	if (!strcmp(text, "dtype"))
		return of_type(range, says, p, channel, split, err);
	if (num_real(range, text) < 0 || !isfinite(*range) || *range <= 0)
		return err_usage(err,
				 "--range: want train, dtype or a number "
				 "above 0, not '%s'",
				 text);
	*says = mem_str("as given");
	return 0;
}
