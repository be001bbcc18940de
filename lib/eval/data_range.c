/*
 * data_range.c - R, the data range of PSNR and SSIM.
 *
 * It is never taken from the scored image or from the type in which a file
 * happens to be stored: both would flatter the scores.
 */
#include "eval/data_range.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "stats/set_stats.h"

static int of_train(double *range, char **says, const struct manifest *p,
		    const char *train, int threads, struct err *err)
{
	static const double percent[] = { 0.1, 99.9 };
	struct set_stats s = { .percent = percent,
			       .percents = 2,
			       .threads = threads };
	const char **ref = mem_zero(p->n, sizeof *ref);
	double low = 0, high = 0;
	int rc;

	for (size_t i = 0; i < p->n; i++)
		if (!strcmp(p->list[i].split, train))
			ref[s.n++] = p->list[i].target;
	s.ref = ref;
	rc = set_stats_run(&s, err);
	if (!rc) {
		low = s.all.percentile[0];
		high = s.all.percentile[1];
	}
	set_stats_release(&s);
	free(ref);
	if (rc < 0)
		return -1;
	*range = high - low;
	*says = mem_printf("%.9g to %.9g, the 0.1st to the 99.9th percentile "
			   "of the %s targets",
			   low, high, train);
	if (*range > 0)
		return 0;
	return err_data(err,
			"the %s targets are nearly constant (%g to %g), so "
			"they give no range for psnr and ssim: give one with "
			"--range",
			train, low, high);
}

static int of_type(double *range, char **says, const struct manifest *p,
		   const char *split, struct err *err)
{
	enum pixel type = PIXEL_NONE;
	struct image_info info;

	for (size_t i = 0; i < p->n; i++) {
		if (split && strcmp(p->list[i].split, split))
			continue;
		if (image_info(&info, p->list[i].target, err) < 0)
			return tsv_wrap(&p->table, i, err);
		if (type && info.type != type)
			return err_data(err,
					"--range dtype: targets are %s "
					"and %s ('%s')",
					pixel_name(type), pixel_name(info.type),
					p->list[i].target);
		type = info.type;
		if (pixel_is_float(type))
			return err_data(err,
					"--range dtype: '%s' is %s, "
					"which has no range: give a number",
					p->list[i].target, pixel_name(type));
	}
	*range = ldexp(1, (int)(8 * pixel_bytes(type))) - 1;
	*says = mem_printf("all values of %s", pixel_name(type));
	return 0;
}

int data_range_find(double *range, char **says, const char *text,
		    const struct manifest *p, const char *split,
		    const char *train, int threads, struct err *err)
{
	*range = NAN;
	*says = NULL;
	if (!text && !manifest_count(p, train))
		return 0;
	if (!text || !strcmp(text, "train"))
		return manifest_need_split(p, train, err) < 0 ?
			       -1 :
			       of_train(range, says, p, train, threads, err);
	if (!strcmp(text, "dtype"))
		return of_type(range, says, p, split, err);
	if (num_real(range, text) < 0 || !isfinite(*range) || *range <= 0)
		return err_usage(err,
				 "--range: want train, dtype or a number "
				 "above 0, not '%s'",
				 text);
	*says = mem_str("as given");
	return 0;
}
