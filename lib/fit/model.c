/*
 * model.c - a trained network and how to get predictions in the target's
 * own units out of it.
 */
#include "fit/model.h"

#include <inttypes.h>
#include <math.h>

#include "fit/predict.h"

static int check_finite(const struct weights *w, struct err *err)
{
	for (size_t i = 0; i < w->n; i++)
		for (size_t k = 0; k < w->tensor[i].len; k++)
			if (!isfinite(w->tensor[i].data[k]))
				return err_data(err, "tensor '%s' holds values "
						"that are not finite: its "
						"training diverged",
						w->tensor[i].name);
	return 0;
}

static int check_channels(const struct unet *u, struct err *err)
{
	if (u->volume)
		return err_data(err, "the network is one of volumes (ndim 3), "
				"a manifest's pairs are planes");
	if (u->in_channels == 1 && u->out_channels == 1)
		return 0;
	return err_data(err, "the network has %" PRId64 " channels in and %"
			PRId64 " out, a manifest's pairs have one each",
			u->in_channels, u->out_channels);
}

static int load(struct model *m, struct err *err)
{
	struct unet u;

	if (check_finite(&m->file, err) < 0 ||
	    weights_unet(&m->file, &u, err) < 0 ||
	    check_channels(&u, err) < 0)
		return -1;
	m->net = net_new(&u, m->pool, err);
	return m->net ? weights_load(&m->file, m->net, err) : -1;
}

int model_open(struct model *m, const char *path, struct pool *pool,
	       struct err *err)
{
	*m = (struct model){ .pool = pool };
	if (weights_read(&m->file, path, err) < 0)
		return -1;
	if (load(m, err) == 0)
		return 0;
	model_close(m);
	return err_wrap(err, "cannot use '%s': ", path);
}

void model_close(struct model *m)
{
	net_free(m->net);
	weights_release(&m->file);
	*m = (struct model){ 0 };
}

static size_t count_unusable(const float *px, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++)
		n += !isfinite(px[i]);
	return n;
}

int model_predict(struct model *m, size_t tile, const struct norm *target,
		  const float *in, float *out, size_t width, size_t height,
		  struct err *err)
{
	struct predict_options o = { .tile = tile };
	size_t bad;

	if (predict_net(m->net, m->pool, &o, in, out, width, height,
			err) < 0)
		return -1;
	norm_undo(target, out, width * height);
	bad = count_unusable(out, width * height);
	if (bad)
		return err_no(err, "%zu pixels of the prediction are not "
			      "finite: the weights do not fit these images",
			      bad);
	return 0;
}

void norm_undo(const struct norm *n, float *px, size_t len)
{
	for (size_t i = 0; i < len; i++)
		px[i] = (float)(px[i] / n->scale + n->offset);
}
