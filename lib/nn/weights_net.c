/*
 * weights_net.c - see weights_net.h.
 *
 * Names and shapes are those of dlmbl-unet's state_dict.  The metadata are its
 * constructor's arguments as Python prints them.
 */
#include "nn/weights_net.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/num.h"

/* The arguments that are numbers, and the package's defaults; depth and
 * in_channels have none. */
static const struct {
	const char *name;
	size_t offset;
	int64_t otherwise;
} argument[] = {
	{ "depth", offsetof(struct unet, depth), 0 },
	{ "in_channels", offsetof(struct unet, in_channels), 0 },
	{ "out_channels", offsetof(struct unet, out_channels), 1 },
	{ "num_fmaps", offsetof(struct unet, num_fmaps), 64 },
	{ "fmap_inc_factor", offsetof(struct unet, fmap_inc_factor), 2 },
	{ "downsample_factor", offsetof(struct unet, downsample_factor), 2 },
	{ "kernel_size", offsetof(struct unet, kernel_size), 3 },
};

/* The arguments with two values, which stand for 0 and 1; the first is the
 * package's default. */
static const struct {
	const char *name, *value[2];
	size_t offset;
} choice[] = {
	{ "padding", { "same", "valid" }, offsetof(struct unet, valid) },
	{ "ndim", { "2", "3" }, offsetof(struct unet, volume) },
};

/* final_activation, a module, as Python prints it.  What it prints of Softplus
 * depends on PyTorch's version. */
static const char *const modules[ACTIVATIONS] = {
	"None", "Sigmoid()", "Tanh()", "ReLU()", "Softplus()",
};
static const char *const softplus[] = {
	"Softplus()",
	"Softplus(beta=1, threshold=20)",
	"Softplus(beta=1.0, threshold=20.0)",
};

#define FIRST "left_convs.0.conv_pass.0.weight"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static int64_t *field(const struct unet *u, size_t offset)
{
	return (int64_t *)((uintptr_t)u + offset);
}

void weights_net_view(struct weights *w, struct net *net)
{
	const struct unet *u = net_unet(net);

	*w = (struct weights){ 0 };
	for (size_t i = 0; i < net_params(net); i++) {
		const struct param *p = net_param(net, i);

		weights_add(w, p->name, p->shape, p->dims,
			    net_weights(net) + p->offset);
	}
	for (size_t i = 0; i < COUNT(argument); i++) {
		char *text =
			mem_printf("%lld",
				   (long long)*field(u, argument[i].offset));

		weights_set(w, argument[i].name, text);
		free(text);
	}
	for (size_t i = 0; i < COUNT(choice); i++)
		weights_set(w, choice[i].name,
			    choice[i].value[*field(u, choice[i].offset) != 0]);
	weights_set(w, "upsample_mode", unet_upsample_mode(u));
	weights_set(w, "final_activation", modules[u->activation]);
}

/* Returns what is in front of the names of a UNet in those of W, or NULL if
 * there is nothing or if there is no UNet; the caller frees it. */
static char *find_prefix(const struct weights *w)
{
	for (size_t i = 0; i < w->n && !weights_find(w, FIRST); i++) {
		const char *name = w->tensor[i].name;
		size_t n = strlen(name), k = strlen(FIRST);

		if (n > k && name[n - k - 1] == '.' &&
		    !strcmp(name + n - k, FIRST))
			return mem_printf("%.*s", (int)(n - k), name);
	}
	return NULL;
}

static int take_off(struct weights *w, const char *prefix, struct err *err)
{
	size_t n = strlen(prefix);

	for (size_t i = 0; i < w->n; i++)
		if (strncmp(w->tensor[i].name, prefix, n))
			return err_data(err,
					"tensor '%.200s' is not one of the "
					"UNet, whose names begin with "
					"'%.200s': save the state_dict of the "
					"UNet alone",
					w->tensor[i].name, prefix);
	for (size_t i = 0; i < w->n; i++) {
		char *name = w->tensor[i].name;

		memmove(name, name + n, strlen(name + n) + 1);
	}
	return 0;
}

static void report_types(const struct weights *w, const char *path,
			 struct messages *m)
{
	size_t n = 0;
	const struct tensor *first = NULL;

	for (size_t i = 0; i < w->n; i++)
		if (strcmp(w->tensor[i].dtype, "F32") && !n++)
			first = &w->tensor[i];
	if (n)
		messages_info(m,
			      "'%s': %zu of %zu tensors were converted to F32, "
			      "such as '%.200s', which is %s",
			      path, n, w->n, first->name, first->dtype);
}

int weights_net_read(struct weights *w, const char *path, struct messages *m,
		     struct err *err)
{
	char *prefix;
	int rc = weights_read(w, path, err);

	if (rc < 0)
		return -1;
	prefix = find_prefix(w);
	if (prefix && take_off(w, prefix, err) < 0)
		rc = err_wrap(err, "cannot use '%s': ", path);
	else if (prefix)
		messages_info(m,
			      "'%s': the prefix '%.200s' of all names was "
			      "taken off",
			      path, prefix);
	free(prefix);
	if (rc < 0)
		weights_release(w);
	else
		report_types(w, path, m);
	return rc;
}

void weights_net_assumed(const struct weights *w, const char *path,
			 struct messages *m)
{
	if (!weights_get(w, "depth"))
		messages_info(m,
			      "'%s' has no metadata of xp: a network with "
			      "padding 'same', downsample_factor 2, "
			      "upsample_mode 'nearest' and no final "
			      "activation is assumed",
			      path);
}

static int from_metadata(const struct weights *w, struct unet *u,
			 struct err *err)
{
	for (size_t i = 0; i < COUNT(choice); i++)
		*field(u, choice[i].offset) = 0;
	for (size_t i = 0; i < COUNT(argument); i++) {
		const char *text = weights_get(w, argument[i].name);

		*field(u, argument[i].offset) = argument[i].otherwise;
		if (text && num_int(field(u, argument[i].offset), text) < 0)
			return err_data(err,
					"in the metadata of the weights, %s "
					"is '%.40s', which is not a whole "
					"number",
					argument[i].name, text);
	}
	return 0;
}

/* Returns side I of tensor NAME, which has 4 or 5 dimensions, or 0. */
static int64_t side(const struct weights *w, const char *name, size_t i)
{
	const struct tensor *t = weights_find(w, name);

	return t && (t->dims == 4 || t->dims == 5) && t->shape[i] <= INT32_MAX ?
		       (int64_t)t->shape[i] :
		       0;
}

/* Arguments that the tensors do not show get the package's defaults. */
static void from_shapes(const struct weights *w, struct unet *u)
{
	int64_t below = side(w, "left_convs.1.conv_pass.0.weight", 0);

	*u = (struct unet){
		.in_channels = side(w, FIRST, 1),
		.num_fmaps = side(w, FIRST, 0),
		.kernel_size = side(w, FIRST, 2),
		.out_channels = side(w, "final_conv.final_conv.weight", 0),
		.fmap_inc_factor = 2,
		.downsample_factor = 2,
		.volume = weights_find(w, FIRST)->dims == 5,
	};
	if (below && u->num_fmaps)
		u->fmap_inc_factor = below / u->num_fmaps;
	for (;; u->depth++) {
		char *name = mem_printf("left_convs.%lld.conv_pass.0.weight",
					(long long)u->depth);
		int there = weights_find(w, name) != NULL;

		free(name);
		if (!there)
			break;
	}
}

/* Checks the size before memory is allocated for a network that a few words
 * describe. */
static int check_size(const struct weights *w, const struct unet *u,
		      struct err *err)
{
	double have = 0;

	for (size_t i = 0; i < w->n; i++)
		have += (double)w->tensor[i].len;
	if (have >= unet_size(u))
		return 0;
	return err_data(err,
			"the file has %.0f weights, but the UNet that it "
			"describes needs %.0f",
			have, unet_size(u));
}

static int take_choice(const struct weights *w, size_t i, struct unet *u,
		       struct err *err)
{
	const char *const *value = choice[i].value;
	const char *text = weights_get(w, choice[i].name);

	if (!text)
		return 0;
	*field(u, choice[i].offset) = !strcmp(text, value[1]);
	if (!strcmp(text, value[0]) || !strcmp(text, value[1]))
		return 0;
	return err_data(err,
			"the weights are those of a UNet with %s '%.40s', but "
			"only '%s' and '%s' are supported",
			choice[i].name, text, value[0], value[1]);
}

static int take_activation(const struct weights *w, struct unet *u,
			   struct err *err)
{
	const char *text = weights_get(w, "final_activation");

	u->activation = ACTIVATION_NONE;
	if (!text)
		return 0;
	for (int a = 0; a < ACTIVATIONS; a++)
		if (!strcmp(text, modules[a])) {
			u->activation = a;
			return 0;
		}
	for (size_t i = 0; i < COUNT(softplus); i++)
		if (!strcmp(text, softplus[i])) {
			u->activation = ACTIVATION_SOFTPLUS;
			return 0;
		}
	return err_data(err,
			"the weights are those of a UNet with "
			"final_activation '%.40s', but only None, Sigmoid(), "
			"Tanh(), ReLU() and Softplus() are supported",
			text);
}

/* The package takes any mode of PyTorch; what PyTorch does depends on ndim. */
static int take_upsample_mode(const struct weights *w, struct unet *u,
			      struct err *err)
{
	const char *text = weights_get(w, "upsample_mode"), *linear;

	u->linear = 1;
	linear = unet_upsample_mode(u);
	u->linear = text && !strcmp(text, linear);
	if (!text || u->linear || !strcmp(text, "nearest"))
		return 0;
	return err_data(err,
			"the weights are those of a UNet with upsample_mode "
			"'%.40s', but with ndim %d only 'nearest' and '%s' "
			"are supported",
			text, u->volume ? 3 : 2, linear);
}

int weights_net_unet(const struct weights *w, struct unet *u, struct err *err)
{
	if (weights_get(w, "depth")) {
		if (from_metadata(w, u, err) < 0)
			return -1;
	} else if (weights_find(w, FIRST)) {
		from_shapes(w, u);
	} else {
		return err_data(err,
				"the weights are not those of a UNet: there "
				"is no tensor '" FIRST "', but %s%.200s%s",
				w->n ? "'" : "no tensor at all",
				w->n ? w->tensor[0].name : "", w->n ? "'" : "");
	}
	for (size_t i = 0; i < COUNT(choice); i++)
		if (take_choice(w, i, u, err) < 0)
			return -1;
	if (take_upsample_mode(w, u, err) < 0 || take_activation(w, u, err) < 0)
		return -1;
	if (unet_check(u, err) == 0)
		return check_size(w, u, err);
	err->kind = ERR_DATA;
	return err_wrap(
		err, "the weights are those of a UNet that cannot be built: ");
}

static int same_shape(const struct tensor *t, const struct param *p)
{
	if (t->dims != p->dims)
		return 0;
	for (int i = 0; i < p->dims; i++)
		if (t->shape[i] != p->shape[i])
			return 0;
	return 1;
}

static char *shape_text(const size_t *shape, int dims)
{
	struct buf b = { 0 };

	buf_char(&b, '(');
	for (int i = 0; i < dims; i++)
		buf_printf(&b, "%s%zu", i ? ", " : "", shape[i]);
	buf_char(&b, ')');
	return buf_detach(&b);
}

static int bad_shape(const struct tensor *t, const struct param *p,
		     struct err *err)
{
	char *is = shape_text(t->shape, t->dims);
	char *must = shape_text(p->shape, p->dims);

	err_data(err,
		 "tensor '%s' has the shape %s, but in the network it has %s",
		 p->name, is, must);
	free(is);
	free(must);
	return -1;
}

static int check_tensor(const struct weights *w, const struct param *p,
			struct err *err)
{
	const struct tensor *t = weights_find(w, p->name);

	if (!t)
		return err_data(err, "the weights have no tensor '%s'",
				p->name);
	if (!same_shape(t, p))
		return bad_shape(t, p, err);
	for (size_t i = 0; i < t->len; i++)
		if (!isfinite(t->data[i]))
			return err_data(err,
					"tensor '%s' has a value that is not "
					"a finite number: the training of "
					"these weights diverged",
					p->name);
	return 0;
}

static int is_param(const struct net *net, const char *name)
{
	for (size_t i = 0; i < net_params(net); i++)
		if (!strcmp(net_param(net, i)->name, name))
			return 1;
	return 0;
}

int weights_net_load(const struct weights *w, struct net *net, struct err *err)
{
	for (size_t i = 0; i < net_params(net); i++)
		if (check_tensor(w, net_param(net, i), err) < 0)
			return -1;
	for (size_t i = 0; i < w->n; i++)
		if (!is_param(net, w->tensor[i].name))
			return err_data(err,
					"the weights have a tensor '%.200s', "
					"but the network has no such tensor",
					w->tensor[i].name);
	for (size_t i = 0; i < net_params(net); i++) {
		const struct param *p = net_param(net, i);

		memcpy(net_weights(net) + p->offset,
		       weights_find(w, p->name)->data, p->len * sizeof(float));
	}
	return 0;
}
