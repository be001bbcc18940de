/*
 * tensorboard_live.c - see tensorboard_live.h.
 */
#include "export/tensorboard_live.h"

#include <errno.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "run/run_id.h"

int tensorboard_live_open(struct tensorboard_live *l, const char *dir,
			  const char *name, const char *id,
			  const struct json *settings, int resumed,
			  struct err *err)
{
	double start = (double)run_id_time(id) / 1000;

	memset(l, 0, sizeof(*l));
	if (tensorboard_open(&l->file, dir, name, id, start, resumed, err) < 0)
		return -1;
	if (!resumed && unlink(l->file.path) < 0 && errno != ENOENT)
		return err_sys(err, "cannot replace '%s'", l->file.path);
	l->continued = l->file.appended;
	if (!l->file.appended)
		tensorboard_settings(&l->file, start, settings);
	return tensorboard_flush(&l->file, err);
}

int tensorboard_live_curves(struct tensorboard_live *l, const struct curves *s,
			    struct err *err)
{
	tensorboard_curves(&l->file, (double)time(NULL), s, &l->sent);
	return l->file.data.len ? tensorboard_flush(&l->file, err) : 0;
}

/* The file has the points of S before step FROM. */
static void go_on(struct tensorboard_live *l, const struct curves *s,
		  uint64_t from)
{
	l->continued = 0;
	tensorboard_resume(&l->file, (double)time(NULL), from);
	curves_copy(&l->sent, s);
	l->sent.n = 0;
	while (l->sent.n < s->n && s->points[l->sent.n].step < from)
		l->sent.n++;
}

int tensorboard_live_table(struct tensorboard_live *l, const struct buf *text,
			   uint64_t from, struct err *err)
{
	struct curves s = { 0 };
	int rc;

	if (text->len == l->length)
		return 0;
	l->length = text->len;
	curves_add(&s, text->data, text->len);
	if (l->continued)
		go_on(l, &s, from);
	rc = tensorboard_live_curves(l, &s, err);
	curves_release(&s);
	return rc;
}

int tensorboard_live_end(struct tensorboard_live *l, int success,
			 struct err *err)
{
	tensorboard_end(&l->file, (double)time(NULL), success);
	return tensorboard_flush(&l->file, err);
}

void tensorboard_live_release(struct tensorboard_live *l)
{
	tensorboard_release(&l->file);
	curves_release(&l->sent);
}
