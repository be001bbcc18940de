/*
 * require.c - see require.h.
 */
#include "eval/require.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/num.h"

static int unknown(const char *name, struct err *err)
{
	struct buf all = { 0 };

	for (size_t m = 0; metrics[m]; m++)
		buf_printf(&all, "%s%s", m ? ", " : "", metrics[m]->name);
	err_usage(err,
		  "--require: there is no metric '%s'; the metrics are %s; "
		  "all but ssim and frc may end in _foreground or "
		  "_background, and all in a channel, as in "
		  "'pearson[c=1] > 0.8'",
		  name, buf_text(&all));
	buf_release(&all);
	return -1;
}

/* Remove the end of NAME that names a region, and return that region. */
static enum region cut_region(char *name)
{
	size_t n = strlen(name);

	for (int k = 0; k < REGIONS; k++) {
		size_t end = strlen(region_names[k]) + 1;

		if (n > end && name[n - end] == '_' &&
		    !strcmp(name + n - end + 1, region_names[k])) {
			name[n - end] = '\0';
			return (enum region)k;
		}
	}
	return REGIONS;
}

/* Removes the end of NAME that names a channel, as in "pearson[c=1]", and sets
 * *TO to it or, if there is none, to -1.  Returns -1 if it is something else in
 * brackets. */
static int cut_channel(int64_t *to, char *name)
{
	char *open = strchr(name, '['), *end;

	*to = -1;
	if (!open)
		return 0;
	end = open + strlen(open) - 1;
	if (strncmp(open, "[c=", 3) != 0 || *end != ']')
		return -1;
	*end = '\0';
	*open = '\0';
	return num_int(to, open + 3) < 0 || *to < 0 ? -1 : 0;
}

static int read_name(struct requirement *to, char *name, struct err *err)
{
	char *whole = mem_str(name);
	int rc = 0;

	if (cut_channel(&to->channel, name) < 0) {
		rc = unknown(whole, err);
		free(whole);
		return rc;
	}
	to->region = cut_region(name);
	if (!metric_find(name) ||
	    (to->region != REGIONS && !metric_find(name)->eval))
		rc = unknown(whole, err);
	else
		to->metric = scores_metric(name);
	free(whole);
	return rc;
}

static int read_one(struct requirement *to, struct err *err)
{
	const char *text = to->text, *sign = strpbrk(text, "<>");
	size_t n = sign ? relation_read(&to->relation, sign) : 0;
	char *name, *bound;
	int rc;

	if (!n)
		return err_usage(err,
				 "--require: want a metric, then >, >=, < or "
				 "<=, then a number, not '%s'",
				 text);
	name = mem_trimmed(text, (size_t)(sign - text));
	bound = mem_trimmed(sign + n, strlen(sign + n));
	rc = read_name(to, name, err);
	if (!rc && (num_real(&to->bound, bound) < 0 || !isfinite(to->bound)))
		rc = err_usage(err,
			       "--require: want a number, not '%s', in '%s'",
			       bound, text);
	free(name);
	free(bound);
	return rc;
}

int require_read(struct require *r, const struct strs *list, struct err *err)
{
	struct strs all = { 0 };
	int rc = 0;

	for (size_t i = 0; i < list->n; i++)
		strs_split(&all, list->at[i], ',');
	r->list = mem_zero(all.n + 1, sizeof(*r->list));
	for (size_t i = 0; i < all.n && !rc; i++) {
		struct requirement *to = &r->list[r->n++];

		to->text = mem_trimmed(all.at[i], strlen(all.at[i]));
		rc = read_one(to, err);
	}
	strs_release(&all);
	return rc;
}

void require_release(struct require *r)
{
	for (size_t i = 0; i < r->n; i++)
		free(r->list[i].text);
	free(r->list);
	*r = (struct require){ 0 };
}

int require_regions(const struct require *r)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->list[i].region != REGIONS)
			return 1;
	return 0;
}

int require_channels(const struct require *r, size_t channels, struct err *err)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->list[i].channel >= (int64_t)channels)
			return err_usage(err,
					 "--require: '%s' is about channel "
					 "%lld, but the targets have %zu "
					 "channel%s, counted from 0",
					 r->list[i].text,
					 (long long)r->list[i].channel,
					 channels, channels == 1 ? "" : "s");
	return 0;
}

static int check_one(const struct requirement *r, const struct scores *s,
		     const char *method, struct messages *to)
{
	size_t undefined;
	double x = scores_part_mean(s, method, r->region, r->metric,
				    &undefined);
	char number[NUM_MAX];

	num_text(number, x);
	if (undefined)
		messages_warn(to,
			      "requirement '%s' is not met: the metric is "
			      "undefined for %zu image%s",
			      r->text, undefined, undefined == 1 ? "" : "s");
	else if (!relation_holds(r->relation, x, r->bound))
		messages_warn(to, "requirement '%s' is not met: the mean is %s",
			      r->text, number);
	else
		messages_info(to, "requirement '%s' is met: the mean is %s",
			      r->text, number);
	return undefined || !relation_holds(r->relation, x, r->bound);
}

int require_check(const struct require *r, struct scores *s, const char *method,
		  struct messages *to)
{
	int rc = 0;

	for (size_t i = 0; i < r->n; i++) {
		int64_t k = r->list[i].channel;

		rc |= check_one(&r->list[i],
				k < 0 ? s : scores_channel(s, (size_t)k),
				method, to);
	}
	return rc;
}
