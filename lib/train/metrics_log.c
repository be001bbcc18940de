/*
 * metrics_log.c - see metrics_log.h.
 */
#include "train/metrics_log.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "file/file.h"
#include "base/mem.h"
#include "base/num.h"
#include "file/out.h"

#define HEADER "step\tepoch\tsplit\tmetric\tvalue\n"
#define LARGEST ((size_t)1 << 30) /* the most bytes of a table */

void metrics_log_release(struct metrics_log *c)
{
	buf_release(&c->text);
	free(c->path);
	memset(c, 0, sizeof *c);
}

static int take_up(struct metrics_log *c, uint64_t keep, struct err *err)
{
	struct buf old = { 0 };
	int rc = file_slurp(&old, c->path, LARGEST, err);

	if (!rc && (old.len < keep || old.data[keep - 1] != '\n' ||
		    strncmp(old.data, HEADER, strlen(HEADER)) != 0))
		rc = err_data(err,
			      "'%s' was changed and no longer fits the run's "
			      "checkpoint: start a new run",
			      c->path);
	if (!rc)
		buf_add(&c->text, old.data, keep);
	buf_release(&old);
	return rc;
}

int metrics_log_open(struct metrics_log *c, const char *path, uint64_t keep,
		     struct err *err)
{
	memset(c, 0, sizeof *c);
	c->path = mem_str(path);
	if (!keep)
		buf_str(&c->text, HEADER);
	else if (take_up(c, keep, err) < 0)
		return -1;
	return path ? out_write(path, c->text.data, c->text.len, err) : 0;
}

int metrics_log_add(struct metrics_log *c, uint64_t step, double epoch,
		    const char *split, const char *metric, double value,
		    struct err *err)
{
	size_t at = c->text.len;
	char e[NUM_MAX], v[NUM_MAX];

	buf_printf(&c->text, "%" PRIu64 "\t%s\t%s\t%s\t%s\n", step,
		   num_text(e, epoch), split, metric, num_text(v, value));
	if (!c->path)
		return 0;
	return out_append(c->path, c->text.data + at, c->text.len - at, 0, err);
}

double metrics_log_value(const struct metrics_log *c, uint64_t step,
			 double epoch, const char *split, const char *metric)
{
	char e[NUM_MAX];
	char *row = mem_printf("\n%" PRIu64 "\t%s\t%s\t%s\t", step,
			       num_text(e, epoch), split, metric);
	const char *at = strstr(buf_text(&c->text), row);
	double value = NAN;

	if (at) {
		at += strlen(row);
		free(row);
		row = mem_trimmed(at, strcspn(at, "\n"));
		if (num_real(&value, row) < 0)
			value = NAN;
	}
	free(row);
	return value;
}

int metrics_log_sync(struct metrics_log *c, struct err *err)
{
	return c->path ? out_append(c->path, "", 0, 1, err) : 0;
}
