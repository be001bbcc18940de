/*
 * model.c - see model.h.
 */
#include "train/model.h"

#include <inttypes.h>
#include <math.h>
#include <stddef.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"
#include "loss/activation.h"
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
	if (u->in_channels <= CHANNELS_MOST && u->out_channels <= CHANNELS_MOST)
		return 0;
	return err_data(err,
			"the network has %" PRId64 " input and %" PRId64
			" output channels, but xp can give a network at most "
			"%d channels, and take as many from it",
			u->in_channels, u->out_channels, CHANNELS_MOST);
}

/* Fails unless the normalisation is that of as many channels as the network
 * has. */
static int check_norms(const struct unet *u, const struct trained *t,
		       struct err *err)
{
	const int64_t want[] = { u->in_channels, u->out_channels };

	for (enum side side = SOURCE; side <= TARGET; side++)
		if (t->side[side].known &&
		    (int64_t)t->side[side].channels != want[side])
			return err_data(err,
					"it has offsets and scales of %zu %s "
					"channels, but its network has "
					"%" PRId64,
					t->side[side].channels, side_name(side),
					want[side]);
	return 0;
}

static int load(struct model *m, const struct weights *w, struct err *err)
{
	struct unet u;

	if (check_finite(w, err) < 0 || weights_net_unet(w, &u, err) < 0 ||
	    check_channels(&u, err) < 0 ||
	    trained_read(&m->trained, w, err) < 0 ||
	    check_norms(&u, &m->trained, err) < 0)
		return -1;
	m->net = net_new(&u, m->pool, err);
	if (!m->net || weights_net_load(w, m->net, err) < 0)
		return -1;
	net_hold(m->net, 1);
	return 0;
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
	const struct channel *target;
	size_t bad;
};

static int read_in(void *arg, size_t channel, const struct area *area,
		   float *px, struct err *err)
{
	const struct in_units *u = arg;

	return u->p->read(u->p->arg, channel, area, px, err);
}

static int write_out(void *arg, size_t channel, const struct area *area,
		     float *px, struct err *err)
{
	struct in_units *u = arg;
	size_t n = area->width * area->height;

	norm_undo(&u->target[channel].norm, px, n);
	for (size_t i = 0; i < n; i++)
		u->bad += !isfinite(px[i]);
	return u->p->write(u->p->arg, channel, area, px, err);
}

int model_predict(struct model *m, size_t tile, const struct channel *target,
		  const struct tile_io *p, struct err *err)
{
	struct predict_options o = { .tile = tile };
	struct in_units u = { .p = p, .target = target };
	struct tile_io inner = { p->width, p->height, read_in,	  write_out,
				 &u,	   p->slices, p->channels };

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

/* The options that make a network, and its arguments. */
static const struct {
	const char *option, *const *words; /* words: of values 0 and 1 */
	size_t offset;
} argument[] = {
	{ "depth", NULL, offsetof(struct unet, depth) },
	{ "num-fmaps", NULL, offsetof(struct unet, num_fmaps) },
	{ "fmap-inc-factor", NULL, offsetof(struct unet, fmap_inc_factor) },
	{ "downsample-factor", NULL, offsetof(struct unet, downsample_factor) },
	{ "kernel-size", NULL, offsetof(struct unet, kernel_size) },
	{ "padding", (const char *const[]){ "same", "valid" },
	  offsetof(struct unet, valid) },
	{ "ndim", (const char *const[]){ "2", "3" },
	  offsetof(struct unet, volume) },
	{ "final-activation", activation_names,
	  offsetof(struct unet, activation) },
};

static int check_init_channels(const struct unet *is, const struct unet *want,
			       struct err *err)
{
	if (is->in_channels != want->in_channels)
		return err_data(err,
				"its network takes %" PRId64 " channel%s, but "
				"the sources of the manifest have %" PRId64,
				is->in_channels,
				is->in_channels == 1 ? "" : "s",
				want->in_channels);
	if (is->out_channels != want->out_channels)
		return err_data(err,
				"its network predicts %" PRId64 " channel%s, "
				"but the targets of the manifest have %" PRId64,
				is->out_channels,
				is->out_channels == 1 ? "" : "s",
				want->out_channels);
	return 0;
}

/* Equal shapes do not make equal networks: a file may say more. */
int model_check_init(const struct weights *w, const struct unet *want,
		     struct err *err)
{
	struct buf options = { 0 };
	struct unet is;
	int rc;

	if (weights_net_unet(w, &is, err) < 0)
		return -1;
	if (!weights_get(w, "depth")) {
		is.downsample_factor = want->downsample_factor;
		is.valid = want->valid;
		is.linear = want->linear;
		is.activation = want->activation;
	}
	if (check_init_channels(&is, want, err) < 0)
		return -1;
	for (size_t i = 0; i < sizeof(argument) / sizeof(*argument); i++) {
		size_t at = argument[i].offset;
		int64_t x = *(const int64_t *)((const char *)&is + at);

		if (x == *(const int64_t *)((const char *)want + at))
			continue;
		buf_printf(&options, " --%s=", argument[i].option);
		if (argument[i].words)
			buf_str(&options, argument[i].words[x]);
		else
			buf_printf(&options, "%" PRId64, x);
	}
	if (is.linear != want->linear || is.volume != want->volume)
		buf_printf(&options, " --upsample-mode=%s",
			   unet_upsample_mode(&is));
	if (options.len)
		err_data(err,
			 "it has the weights of another network: train with%s",
			 buf_text(&options));
	rc = options.len ? -1 : 0;
	buf_release(&options);
	return rc;
}

static int check_side(const struct manifest *p, enum side side, size_t want,
		      const struct manifest *trained, struct err *err)
{
	size_t n = p->channels[side];

	if (n == want)
		return 0;
	if (side == TARGET && p->targetless)
		err_data(err,
			 "target_offset and target_scale have %zu number%s, "
			 "but the network predicts %zu channel%s: give one "
			 "for each, with commas between",
			 n, n == 1 ? "" : "s", want, want == 1 ? "" : "s");
	else
		err_data(err,
			 "'%s' names %zu channel%s, but the network %s %zu%s"
			 "%s%s: name the channels of the training in their "
			 "order, as in 'a.tif[c=0+1]' or 'a.tif + b.tif'",
			 pair_cell(p->list, side), n, n == 1 ? "" : "s",
			 side == SOURCE ? "takes" : "predicts", want,
			 trained->n ? ", such as '" : "",
			 trained->n ? pair_cell(trained->list, side) : "",
			 trained->n ? "'" : "");
	return p->table.path ? tsv_wrap(&p->table, p->list->row, err) : -1;
}

int model_check_channels(const struct model *m, struct manifest *p,
			 const struct manifest *trained, struct err *err)
{
	const struct unet *u = net_unet(m->net);

	if (p->targetless && !p->normalised)
		manifest_set_targets(p, (size_t)u->out_channels);
	return check_side(p, SOURCE, (size_t)u->in_channels, trained, err) < 0 ?
		       -1 :
		       check_side(p, TARGET, (size_t)u->out_channels, trained,
				  err);
}

#define FAR 1.5 /* a factor by which images are of another kind */

static double times(double a, double b)
{
	return a > b ? a / b : b / a;
}

static void compare_pitch(const struct trained *before,
			  const struct trained *now, struct messages *messages)
{
	const struct pixel_pitch *a = &before->source_pitch;
	const struct pixel_pitch *b = &now->source_pitch;
	struct buf was = { 0 }, is = { 0 };

	if (!pixel_size_known(a) || !pixel_size_known(b) ||
	    (times(a->x, b->x) < FAR && times(a->y, b->y) < FAR))
		return;
	pixel_size_text(&was, a);
	pixel_size_text(&is, b);
	messages_warn(messages,
		      "train sources have pixels of %s um, but those that the "
		      "weights of --init were trained on of %s um: the network "
		      "knows things by their size in pixels; resample them",
		      buf_text(&is), buf_text(&was));
	buf_release(&was);
	buf_release(&is);
}

static int is_far(const struct norm *a, const struct norm *b)
{
	return times(fabs(a->scale), fabs(b->scale)) >= FAR ||
	       fabs((a->offset - b->offset) * a->scale) >= FAR - 1;
}

static void compare_side(const struct trained_norm *before,
			 const struct trained_norm *now, enum side side,
			 struct messages *messages)
{
	size_t n = before->channels;

	if (!before->known || !now->known || now->varies || before->varies ||
	    n != now->channels)
		return;
	for (size_t k = 0; k < n; k++) {
		const struct norm *a = &before->norm[k], *b = &now->norm[k];

		if (!is_far(a, b))
			continue;
		messages_warn(messages,
			      "%ss have offset %.9g and scale %.9g, but those "
			      "that the weights of --init were trained on "
			      "offset %.9g and scale %.9g: if they are images "
			      "of the same kind, use the values of that "
			      "training (xp-norm --apply)",
			      side_name(side), b->offset, b->scale, a->offset,
			      a->scale);
		return;
	}
}

void model_compare_init(const struct trained *before, const struct trained *now,
			struct messages *messages)
{
	compare_pitch(before, now, messages);
	if (before->normalised && before->normalised != now->normalised)
		messages_warn(messages,
			      "the rows are %snormalised, but the weights of "
			      "--init were trained on rows that were%s "
			      "normalised",
			      now->normalised > 0 ? "" : "not ",
			      before->normalised > 0 ? "" : " not");
	else if (now->normalised > 0)
		for (enum side side = SOURCE; side <= TARGET; side++)
			compare_side(&before->side[side], &now->side[side],
				     side, messages);
}
