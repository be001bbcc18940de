/*
 * target_levels.c - see target_levels.h.
 */
#include "eval/target_levels.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
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
		       const char *split, int threshold, int threads,
		       struct err *err)
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
			ref[s.n++] = p->list[i].channel[TARGET]->ref;
	s.ref = ref;
	if (s.n)
		rc = measure(l, &s, threshold, err);
	set_stats_release(&s);
	free(ref);
	return rc;
}
