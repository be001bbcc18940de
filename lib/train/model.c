/*
 * model.c - see model.h.
 */
#include "train/model.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "predict/average.h"
#include "predict/predict.h"
#include "nn/weights.h"
#include "nn/weights_net.h"

static int check_finite(const struct weights *w, struct err *err)
{
	for (size_t i = 0; i < w->n; i++)
		for (size_t k = 0; k < w->tensor[i].len; k++)
			if (!isfinite(w->tensor[i].data[k]))
				return err_data(err,
						"tensor '%s' has a value that "
						"is not a finite number: the "
						"training of these weights "
						"diverged",
						w->tensor[i].name);
	return 0;
}

static int check_channels(const struct unet *u, struct err *err)
{
	if (u->in_channels == 1 && u->out_channels == 1)
		return 0;
	return err_data(err,
			"the network has %" PRId64 " input and %" PRId64
			" output channels, but the images of a manifest have "
			"one channel",
			u->in_channels, u->out_channels);
}

static int load(struct model *m, const struct weights *w, struct err *err)
{
	struct unet u;

	if (check_finite(w, err) < 0 || weights_net_unet(w, &u, err) < 0 ||
	    check_channels(&u, err) < 0 ||
	    trained_read(&m->trained, w, err) < 0)
		return -1;
	m->net = net_new(&u, m->pool, err);
	return m->net ? weights_net_load(w, m->net, err) : -1;
}

int model_open(struct model *m, const char *path, struct thread_pool *pool,
	       struct messages *messages, struct err *err)
{
	struct weights file;
	int rc;

	*m = (struct model){ .pool = pool };
	if (weights_net_read(&file, path, messages, err) < 0)
		return -1;
	rc = load(m, &file, err);
	if (rc == 0)
		weights_net_assumed(&file, path, messages);
	weights_release(&file);
	if (rc == 0)
		return 0;
	model_close(m);
	return err_wrap(err, "cannot use '%s': ", path);
}

void model_close(struct model *m)
{
	net_free(m->net);
	trained_release(&m->trained);
	*m = (struct model){ 0 };
}

struct in_units { /* a tile_io whose output is in the target's units */
	const struct tile_io *p;
	const struct norm *target;
	size_t bad;
};

static int read_in(void *arg, const struct area *area, float *px,
		   struct err *err)
{
	const struct in_units *u = arg;

	return u->p->read(u->p->arg, area, px, err);
}

static int write_out(void *arg, const struct area *area, float *px,
		     struct err *err)
{
	struct in_units *u = arg;
	size_t n = area->width * area->height;

	norm_undo(u->target, px, n);
	for (size_t i = 0; i < n; i++)
		u->bad += !isfinite(px[i]);
	return u->p->write(u->p->arg, area, px, err);
}

int model_predict(struct model *m, size_t tile, const struct norm *target,
		  const struct tile_io *p, struct err *err)
{
	struct predict_options o = { .tile = tile };
	struct in_units u = { .p = p, .target = target };
	struct tile_io inner = { p->width,  p->height, read_in,
				 write_out, &u,	       p->slices };

	if ((m->average ? average_passage : predict_passage)(m->net, m->pool,
							     &o, &inner,
							     err) < 0)
		return -1;
	if (u.bad)
		return err_no(err,
			      "%zu pixel%s of the prediction %s not finite: "
			      "these images are too different from those that "
			      "the network was trained on",
			      u.bad, u.bad == 1 ? "" : "s",
			      u.bad == 1 ? "is" : "are");
	return 0;
}
