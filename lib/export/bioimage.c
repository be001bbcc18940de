/*
 * bioimage.c - see bioimage.h.
 */
#include "export/bioimage.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "base/num.h"
#include "export/bioimage_test.h"
#include "base/crc.h"
#include "export/onnx.h"
#include "export/zip.h"
#include "file/digest.h"
#include "file/json.h"
#include "norm/fit_rule.h"
#include "run/run_id.h"

#define FORMAT_VERSION "0.5.7"
#define LEAST 64       /* pixels of a side of the output, borders apart */
#define STD_LEAST 1e-6 /* that the format allows */

/* Whatever the files of a package are made from. */
struct package {
	struct network *n;
	const struct bioimage *about;
	const struct unet *u;
	struct fit_rule rule; /* method NULL: one offset and scale for all */
	size_t halo;	      /* border of an output to be cropped, or 0 */
	size_t side;	      /* least side of an input, as the package says */
	size_t slices;	      /* the same of slices; 1 for planes */
	struct buf in, out;   /* test tensors, as files of numpy */
};

/* --- numbers --- */

/* As a number of YAML 1.1 and 1.2: the former wants a point. */
static void add_real(struct buf *b, double x)
{
	char text[NUM_MAX], *e;

	num_exact(text, x);
	e = strchr(text, 'e');
	if (strchr(text, '.'))
		buf_str(b, text);
	else
		buf_printf(b, "%.*s.0%s", (int)(e ? e - text : 99), text,
			   e ? e : "");
}

/* --- the description --- */

static void add_file(struct buf *b, const char *indent, const char *name,
		     const struct digest *d)
{
	char hex[DIGEST_HEX + 1];

	buf_printf(b, "%ssource: %s\n%ssha256: %s\n", indent, name, indent,
		   digest_hex(hex, d));
}

static void add_tensor(struct buf *b, const char *name, const struct buf *file)
{
	struct digest d;

	digest_of(&d, buf_text(file), file->len);
	buf_str(b, "  test_tensor:\n");
	add_file(b, "    ", name, &d);
}

static void add_axes(struct buf *b, const struct package *p, int is_output)
{
	static const char axes[] = "zyx";
	size_t channels = (size_t)(is_output ? p->u->out_channels :
					       p->u->in_channels);

	buf_str(b, "  axes:\n"
		   "  - type: batch\n"
		   "  - type: channel\n"
		   "    channel_names: [");
	for (size_t k = 0; k < channels; k++)
		buf_printf(b, channels > 1 ? "%s%s_%zu" : "%s%s", k ? ", " : "",
			   is_output ? "prediction" : "source", k);
	buf_str(b, "]\n");
	for (size_t i = p->u->volume ? 0 : 1; i < 3; i++) {
		buf_printf(b,
			   "  - type: space\n    id: %c\n    size:", axes[i]);
		if (!is_output) {
			buf_printf(b, " {min: %zu, step: %zu}\n",
				   i ? p->side : p->slices,
				   unet_multiple(p->u));
			continue;
		}
		buf_printf(b, " {tensor_id: source, axis_id: %c", axes[i]);
		if (p->u->valid)
			buf_printf(b, ", offset: -%zu", unet_shrink(p->u));
		buf_str(b, "}\n");
		if (i && p->halo)
			buf_printf(b, "    halo: %zu\n", p->halo);
	}
	buf_str(b, "  data: {type: float32}\n");
}

static void add_step(struct buf *b, const char *id, const char *first, double x,
		     const char *second, double y)
{
	buf_printf(b, "  - id: %s\n    kwargs: {%s: ", id, first);
	add_real(b, x);
	buf_printf(b, ", %s: ", second);
	add_real(b, y);
}

static void add_dtype(struct buf *b)
{
	buf_str(b, "  - id: ensure_dtype\n    kwargs: {dtype: float32}\n");
}

/* A list of the N numbers X, named NAME. */
static void add_list(struct buf *b, const char *name, const double *x, size_t n)
{
	buf_printf(b, "%s: [", name);
	for (size_t k = 0; k < n; k++) {
		buf_str(b, k ? ", " : "");
		add_real(b, x[k]);
	}
	buf_char(b, ']');
}

/* Each channel by numbers of its own. */
static void add_fixed_channels(struct buf *b, const struct norm *n,
			       size_t channels)
{
	double first[CHANNELS_MOST], second[CHANNELS_MOST];
	int is_std = 1;

	for (size_t k = 0; k < channels; k++)
		is_std &= 1 / n[k].scale >= STD_LEAST;
	for (size_t k = 0; k < channels; k++) {
		first[k] = is_std ? n[k].offset : n[k].scale;
		second[k] = is_std ? 1 / n[k].scale : -n[k].offset * n[k].scale;
	}
	buf_printf(b, "  - id: %s\n    kwargs: {axis: channel, ",
		   is_std ? "fixed_zero_mean_unit_variance" : "scale_linear");
	add_list(b, is_std ? "mean" : "gain", first, channels);
	buf_str(b, ", ");
	add_list(b, is_std ? "std" : "offset", second, channels);
	buf_str(b, "}\n");
}

static void add_fixed(struct buf *b, const struct norm *n)
{
	double std = 1 / n->scale;

	if (n->scale == 1 && n->offset == 0)
		return;
	if (std >= STD_LEAST)
		add_step(b, "fixed_zero_mean_unit_variance", "mean", n->offset,
			 "std", std);
	else
		add_step(b, "scale_linear", "gain", n->scale, "offset",
			 -n->offset * n->scale);
	buf_str(b, "}\n");
}

static void add_preprocessing(struct buf *b, const struct package *p)
{
	const struct trained *t = &p->n->trained;
	size_t channels = (size_t)p->u->in_channels;
	const char *z = p->u->volume ? "z, " : "";
	/* several channels are fitted one by one */
	const char *all_of = channels > 1 ? "" : "channel, ";

	buf_str(b, "  preprocessing:\n");
	add_dtype(b);
	if (p->rule.method && !strcmp(p->rule.method, "zscore")) {
		buf_printf(b,
			   "  - id: zero_mean_unit_variance\n"
			   "    kwargs: {axes: [%s%sy, x], eps: ",
			   all_of, z);
		add_real(b, BIOIMAGE_TEST_EPS);
		buf_str(b, "}\n");
	} else if (p->rule.method) {
		int all = !strcmp(p->rule.method, "minmax");

		add_step(b, "scale_range", "min_percentile",
			 all ? 0 : p->rule.low, "max_percentile",
			 all ? 100 : p->rule.high);
		buf_str(b, ", eps: ");
		add_real(b, BIOIMAGE_TEST_EPS);
		buf_printf(b, ", axes: [%s%sy, x]}\n", all_of, z);
	} else if (t->normalised > 0 && channels > 1) {
		add_fixed_channels(b, t->side[SOURCE].norm, channels);
	} else if (t->normalised > 0) {
		add_fixed(b, t->side[SOURCE].norm);
	}
	add_dtype(b);
}

static void add_postprocessing(struct buf *b, const struct package *p)
{
	const struct trained *t = &p->n->trained;
	const struct norm *n = t->side[TARGET].norm;
	size_t channels = (size_t)p->u->out_channels;

	buf_str(b, "  postprocessing:\n");
	if (t->normalised > 0 && channels > 1) {
		double gain[CHANNELS_MOST], offset[CHANNELS_MOST];

		for (size_t k = 0; k < channels; k++) {
			gain[k] = 1 / n[k].scale;
			offset[k] = n[k].offset;
		}
		buf_str(b,
			"  - id: scale_linear\n    kwargs: {axis: channel, ");
		add_list(b, "gain", gain, channels);
		buf_str(b, ", ");
		add_list(b, "offset", offset, channels);
		buf_str(b, "}\n");
	} else if (t->normalised > 0 && (n->scale != 1 || n->offset != 0)) {
		add_step(b, "scale_linear", "gain", 1 / n->scale, "offset",
			 n->offset);
		buf_str(b, "}\n");
	}
	add_dtype(b);
}

/* The name may have letters, digits and "_+- ()" only. */
static void add_name(struct buf *b, const struct package *p)
{
	const char *name = p->about->name;

	buf_str(b, "UNet ");
	for (size_t i = 0; name[i] && i < 100; i++)
		buf_char(b,
			 strchr("_+-()", name[i]) ||
					 (name[i] >= '0' && name[i] <= '9') ||
					 ((name[i] | 32) >= 'a' &&
					  (name[i] | 32) <= 'z') ?
				 name[i] :
				 '-');
}

static void add_people(struct buf *b, const struct package *p)
{
	const struct strs *authors = p->about->authors;

	for (size_t i = 0; i < authors->n; i++) {
		buf_printf(b, "%s- name: ", i ? "" : "authors:\n");
		json_quote(b, authors->at[i]);
		buf_char(b, '\n');
	}
	if (p->about->license)
		buf_printf(b, "license: %s\n", p->about->license);
}

static void add_about(struct buf *b, const struct package *p)
{
	const struct unet *u = p->u;
	time_t seconds = (time_t)(run_id_time(p->n->run) / 1000);
	char time[32], *before = network_before(p->n);
	struct tm tm;

	gmtime_r(&seconds, &tm);
	strftime(time, sizeof(time), "%Y-%m-%dT%H:%M:%S+00:00", &tm);
	buf_str(b, "format_version: " FORMAT_VERSION "\ntype: model\nname: ");
	add_name(b, p);
	buf_printf(b,
		   "\ndescription: A %dD UNet of depth %" PRId64 " and %" PRId64
		   " feature maps, trained by xp (run %s) to predict a target "
		   "image from a source image.",
		   u->volume ? 3 : 2, u->depth, u->num_fmaps, p->n->run);
	if (before)
		buf_printf(b, " Prepare source images as in training - %s.",
			   before);
	free(before);
	buf_char(b, '\n');
	add_people(b, p);
	buf_printf(b,
		   "cite:\n"
		   "- text: 'Ronneberger et al., U-Net: Convolutional Networks "
		   "for Biomedical Image Segmentation, MICCAI 2015'\n"
		   "  doi: 10.1007/978-3-319-24574-4_28\n"
		   "tags: [image-to-image, unet, unet%dd, %dd, onnx]\n"
		   "documentation: README.md\n"
		   "timestamp: '%s'\n",
		   u->volume ? 3 : 2, u->volume ? 3 : 2, time);
}

static void add_description(struct buf *b, const struct package *p,
			    const struct digest *weights)
{
	add_about(b, p);
	buf_str(b, "inputs:\n- id: source\n");
	add_axes(b, p, 0);
	add_tensor(b, "test_input.npy", &p->in);
	add_preprocessing(b, p);
	buf_str(b, "outputs:\n- id: prediction\n");
	add_axes(b, p, 1);
	add_tensor(b, "test_output.npy", &p->out);
	add_postprocessing(b, p);
	buf_str(b, "weights:\n  onnx:\n");
	add_file(b, "    ", "weights.onnx", weights);
	buf_printf(b,
		   "    opset_version: 17\n"
		   "config:\n"
		   "  bioimageio:\n"
		   "    model_parameter_count: %zu\n"
		   "  xp:\n"
		   "    run: %s\n"
		   "    weights_sha256: %s\n",
		   net_size(p->n->net), p->n->run,
		   weights_get(&p->n->weights, "weights_sha256"));
}

static void add_readme(struct buf *b, const struct package *p)
{
	char *before = network_before(p->n);

	buf_str(b, "# ");
	add_name(b, p);
	buf_printf(b,
		   "\n\nA network that xp trained in run %s, to predict a "
		   "target image from a source\nimage. `rdf.yaml` says how "
		   "images are normalised before and after, and which\nsizes "
		   "they may have.\n\n",
		   p->n->run);
	if (before)
		buf_printf(b,
			   "The network does not prepare images. As in "
			   "training, before anything else:\n%s.\n\n",
			   before);
	free(before);
	buf_printf(b,
		   "# Validation\n\n"
		   "Where the run and its images are, `xp-eval %s` scores the "
		   "network on the images\nthat were neither trained on nor "
		   "validated on, beside baselines. Elsewhere, compare\n"
		   "predictions of images that are new to it with their "
		   "targets: Pearson's correlation\nand the mean squared error "
		   "over the variance of the target, image by image.\n",
		   p->n->run);
}

/* --- the archive --- */

static int to_crc(void *arg, const void *data, size_t n)
{
	uint32_t *crc = arg;

	*crc = crc_more(CRC_IEEE, *crc, data, n);
	return 0;
}

static int to_hash(void *arg, const void *data, size_t n)
{
	digest_add(arg, data, n);
	return 0;
}

static int to_zip(void *arg, const void *data, size_t n)
{
	zip_data(arg, data, n);
	return 0;
}

static void add_members(struct zip *z, const struct package *p,
			const struct onnx *o)
{
	struct buf text = { 0 }, readme = { 0 };
	struct hash *h = digest_new();
	uint32_t crc = crc_of(CRC_IEEE, "", 0);
	struct digest weights;

	onnx_pieces(o, to_crc, &crc);
	onnx_pieces(o, to_hash, h);
	digest_end(h, &weights);
	add_description(&text, p, &weights);
	add_readme(&readme, p);
	zip_add(z, "rdf.yaml", &text);
	zip_add(z, "README.md", &readme);
	zip_add(z, "test_input.npy", &p->in);
	zip_add(z, "test_output.npy", &p->out);
	zip_member(z, "weights.onnx", crc, o->size);
	onnx_pieces(o, to_zip, z);
	buf_release(&text);
	buf_release(&readme);
}

static int write_package(const struct package *p, const char *path,
			 struct err *err)
{
	struct onnx o = { 0 };
	struct zip z = { 0 };
	int rc = network_make(p->n, 0, &o, err);

	if (rc == 0)
		rc = zip_open(&z, path, err);
	if (rc == 0) {
		add_members(&z, p, &o);
		rc = zip_commit(&z, err);
	}
	zip_release(&z);
	onnx_release(&o);
	return rc;
}

/* Which sides the package says that images may have. */
static void choose_sides(struct package *p)
{
	const struct unet *u = p->u;
	size_t step = unet_multiple(u);

	if (!u->valid)
		p->halo = (unet_context(u) + step - 1) / step * step;
	p->side = unet_input(u, 2 * p->halo + LEAST);
	p->slices = u->volume ? unet_input(u, 1) : 1;
}

static int find_rule(struct package *p, struct err *err)
{
	const struct trained *t = &p->n->trained;
	const char *rule = t->source_rule;

	if (t->normalised < 0 ||
	    (t->side[SOURCE].known && !t->side[SOURCE].varies))
		return 0;
	if (t->normalised > 0 && rule && fit_rule_parse(&p->rule, rule, err))
		return err_wrap(err, "%s: ", p->n->name);
	if (p->rule.method && (!strcmp(p->rule.method, "zscore") ||
			       !strcmp(p->rule.method, "minmax") ||
			       !strcmp(p->rule.method, "percentile")))
		return 0;
	return err_data(
		err,
		"%s: a package of bioimage.io cannot say how "
		"sources were normalised (%s): normalise them by "
		"xp-norm --source-scope=set, or by --source-scope=image "
		"and --source-method=percentile, minmax or zscore",
		p->n->name,
		rule		  ? rule :
		t->normalised > 0 ? "by group" :
				    "nothing says how");
}

static void warn_missing(const struct bioimage *b, struct messages *m)
{
	if (!b->authors->n || !b->license)
		messages_warn(m,
			      "the package does not name %s%s%s, which "
			      "bioimage.io asks for: give %s%s%s",
			      b->authors->n ? "" : "authors",
			      b->authors->n || b->license ? "" : " and ",
			      b->license ? "" : "a license",
			      b->authors->n ? "" : "--author=NAME",
			      b->authors->n || b->license ? "" : " and ",
			      b->license ? "" : "--license=MIT or the like");
}

int bioimage_write(struct network *n, const struct bioimage *b,
		   const char *path, struct messages *m, struct err *err)
{
	struct package p = { .n = n, .about = b, .u = net_unet(n->net) };
	struct bioimage_test test = { .n = n };
	int rc;

	if (!n->run || !n->table)
		return err_data(err,
				"%s: a package of bioimage.io has a test image "
				"of the training: name the run",
				n->name);
	if (find_rule(&p, err) < 0)
		return -1;
	choose_sides(&p);
	test.rule = p.rule.method ? &p.rule : NULL;
	test.in = (struct extent){ p.slices, p.side, p.side };
	rc = bioimage_test_make(&test, &p.in, &p.out, m, err);
	if (rc == 0)
		rc = write_package(&p, path, err);
	if (rc == 0) {
		warn_missing(b, m);
		network_warn(n, m);
		messages_info(m, "wrote '%s' from %s", path, n->name);
	}
	buf_release(&p.in);
	buf_release(&p.out);
	return rc;
}
