/*
 * network.c - see network.h.
 */
#include "export/network.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "export/onnx.h"
#include "file/in.h"
#include "file/path.h"
#include "image/ref.h"
#include "manifest/manifest.h"
#include "nn/weights_net.h"
#include "run/run_output.h"

/* Takes what the weights do not say of normalisation from the run's table. */
static int learn_table(struct network *n, const struct run_output *p,
		       struct err *err)
{
	const char *split = n->trained.train_split;
	struct manifest m = { 0 };
	int rc;

	if (n->trained.normalised || !p->table)
		return 0;
	rc = manifest_read(&m, p->table, err);
	if (rc == 0)
		trained_norms(&n->trained, &m, split ? split : "train");
	manifest_release(&m);
	return rc < 0 ? err_wrap(err, "%s: ", p->called) : 0;
}

static int load(struct network *n, const struct weights *file, struct err *err)
{
	struct unet u;

	if (weights_net_unet(file, &u, err) < 0 ||
	    trained_read(&n->trained, file, err) < 0)
		return -1;
	n->net = net_new(&u, n->pool, err);
	return n->net ? weights_net_load(file, n->net, err) : -1;
}

static int read_file(struct network *n, const char *path, struct messages *m,
		     struct err *err)
{
	char hex[DIGEST_HEX + 1];
	struct weights file;
	struct digest d;
	int rc;

	n->pool = thread_pool_new(thread_pool_processors());
	if (weights_net_read(&file, path, m, err) < 0)
		return -1;
	rc = load(n, &file, err);
	if (rc == 0)
		weights_net_assumed(&file, path, m);
	weights_release(&file);
	if (rc < 0)
		return err_wrap(err, "cannot use '%s': ", path);
	if (in_digest(&d, path, err) < 0)
		return -1;
	weights_net_view(&n->weights, n->net);
	weights_set(&n->weights, "weights_sha256", digest_hex(hex, &d));
	return 0;
}

static int open_run(struct network *n, const char *word, const char *checkpoint,
		    struct messages *m, struct err *err)
{
	char *file = mem_printf("%s.safetensors", checkpoint);
	struct run_output p;
	int rc = run_output_find(&p, word, file, 0, err);

	free(file);
	if (rc < 0)
		return -1;
	n->run = mem_str(p.id);
	n->name = mem_printf("run %s", p.id);
	if (p.state != RUN_DONE)
		messages_warn(m,
			      "run %s has not ended normally: its state is "
			      "'%s'",
			      p.id, run_state_name(p.state));
	rc = read_file(n, p.output, m, err);
	if (rc == 0)
		rc = learn_table(n, &p, err);
	if (rc == 0)
		weights_set(&n->weights, "run", p.id);
	if (p.table) {
		n->table = mem_str(p.table);
		n->called = mem_str(p.called);
		n->cwd = mem_str(p.cwd);
	}
	run_output_release(&p);
	return rc;
}

/* Other programs normalise in float32. */
static int check_norms(const struct network *n, struct err *err)
{
	for (enum side side = SOURCE; side <= TARGET; side++) {
		const struct trained_norm *t = &n->trained.side[side];

		for (size_t k = 0; t->known && k < t->channels; k++) {
			float scale = (float)t->norm[k].scale;

			if (isfinite((float)t->norm[k].offset) &&
			    isnormal(scale) && isnormal(1 / scale))
				continue;
			return err_data(err,
					"%s: the %s's offset %g and scale %g "
					"are beyond the range of float32",
					n->name, side_name(side),
					t->norm[k].offset, t->norm[k].scale);
		}
	}
	return 0;
}

/* Fails unless the normalisation is that of as many channels as the network
 * has. */
static int check_channels(const struct network *n, struct err *err)
{
	const struct unet *u = net_unet(n->net);
	const size_t want[] = { (size_t)u->in_channels,
				(size_t)u->out_channels };

	for (enum side side = SOURCE; side <= TARGET; side++) {
		const struct trained_norm *t = &n->trained.side[side];

		if (t->known && t->channels != want[side])
			return err_data(err,
					"%s: it has offsets and scales for %zu "
					"%s channel%s, but its network has %zu",
					n->name, t->channels, side_name(side),
					t->channels == 1 ? "" : "s",
					want[side]);
	}
	return 0;
}

int network_open(struct network *n, const char *word, const char *checkpoint,
		 struct messages *m, struct err *err)
{
	int rc;

	*n = (struct network){ 0 };
	/* The name of a run has no slash.  A file of that name counts first. */
	if (!strchr(word, '/') && !strstr(word, ".safetensors") &&
	    !path_exists(word)) {
		rc = open_run(n, word, checkpoint, m, err);
	} else {
		n->name = mem_printf("'%s'", word);
		rc = read_file(n, word, m, err);
	}
	if (rc < 0 || check_channels(n, err) < 0 || check_norms(n, err) < 0)
		return -1;
	trained_write(&n->trained, &n->weights);
	return 0;
}

void network_close(struct network *n)
{
	weights_release(&n->weights);
	trained_release(&n->trained);
	net_free(n->net);
	thread_pool_free(n->pool);
	free(n->name);
	free(n->run);
	free(n->table);
	free(n->called);
	free(n->cwd);
	*n = (struct network){ 0 };
}

static int read_rule(const struct network *n, struct fit_rule *rule,
		     struct err *err)
{
	const char *text = n->trained.source_rule;

	if (fit_rule_parse(rule, text, err) < 0)
		return err_wrap(err, "%s: ", n->name);
	if (!fit_rule_is_given(rule))
		return 0;
	return err_data(err,
			"%s: '%s' is not a rule that is fitted to an image",
			n->name, text);
}

/* Finds out by what sources are normalised inside the model.  RULE is filled,
 * with method NULL unless each image is fitted by itself. */
static int find_inside(const struct network *n, struct fit_rule *rule,
		       struct err *err)
{
	const struct trained *t = &n->trained;
	const struct trained_norm *source = &t->side[SOURCE];

	*rule = (struct fit_rule){ 0 };
	if (t->normalised < 0 ||
	    (source->known && !source->varies && t->side[TARGET].known))
		return 0;
	if (t->normalised > 0 && t->source_rule && t->side[TARGET].known &&
	    net_unet(n->net)->in_channels == 1)
		return read_rule(n, rule, err);
	if (t->normalised > 0 && t->source_rule && t->side[TARGET].known)
		return err_data(err,
				"%s: the training normalised each channel of "
				"each image by itself, which a model of "
				"several channels cannot: normalise images "
				"before they go in, and export with "
				"--normalisation=outside",
				n->name);
	if (t->normalised > 0)
		return err_data(err,
				"%s: the training normalised sources with "
				"their groups, so no single offset and scale "
				"can be part of the model: normalise images "
				"before they go in, and export with "
				"--normalisation=outside",
				n->name);
	return err_data(err,
			"%s does not say how images were normalised in "
			"training: normalise them before they go in, and "
			"export with --normalisation=outside",
			n->name);
}

/* Appends what is to be done to an image for the items WAYS: "subtract the dark
 * image". */
static void before_text(struct buf *b, const char *ways)
{
	char *ref = mem_printf(*ways ? "a.tif[%s]" : "a.tif", ways);
	const size_t first = b->len;
	struct err err = { 0 };
	struct ref r;

	if (ref_parse(&r, ref, &err) == 0) {
		if (r.dark)
			buf_str(b, "subtract the dark image");
		if (r.flat)
			buf_printf(b,
				   "%sdivide by the flat image%s (scaled to "
				   "the mean 1)",
				   b->len > first ? ", " : "",
				   r.dark ? " less the dark image" : "");
		if (r.bin > 1)
			buf_printf(b,
				   "%saverage %ldx%ld pixels to one (bin by "
				   "%ld)",
				   b->len > first ? ", " : "", r.bin, r.bin,
				   r.bin);
		ref_release(&r);
	}
	free(ref);
}

char *network_before(const struct network *n)
{
	struct strs each = { 0 };
	struct buf b = { 0 };

	if (n->trained.source_ways_differ)
		return mem_str("correct it by its own dark and flat image, as "
			       "those of the training were");
	if (!n->trained.source_ways)
		return NULL;
	channel_parts(&each, n->trained.source_ways);
	for (size_t k = 0; k < each.n; k++) {
		if (each.n > 1 && each.at[k][0])
			buf_printf(&b, "%sin channel %zu: ", b.len ? "; " : "",
				   k);
		before_text(&b, each.at[k]);
	}
	strs_release(&each);
	return b.len ? buf_detach(&b) : NULL;
}

static void set_size(struct weights *w, const char *key, size_t x)
{
	char *text = mem_printf("%zu", x);

	weights_set(w, key, text);
	free(text);
}

/* Returns "multiples of 4", which the caller frees. */
static char *sides(const struct unet *u)
{
	if (u->valid)
		return mem_printf("%zu plus a multiple of %zu",
				  unet_input(u, 1), unet_multiple(u));
	return mem_printf("multiples of %zu", unet_multiple(u));
}

/* Returns a text about the model, which the caller frees. */
static char *describe(const struct network *n, const char *normalisation)
{
	const struct unet *u = net_unet(n->net);
	const char *z = u->volume ? "z, " : "";
	int outside = !strcmp(normalisation, "outside");
	char *possible = sides(u), *before = network_before(n), *text;

	text = mem_printf("A UNet (dlmbl-unet) written by xp from %s. Input "
			  "'source': float32 (n, %" PRId64 ", %sy, x), %s "
			  "pixels; sides are %s. Output 'prediction': (n, "
			  "%" PRId64 ", %sy, x), in %s units%s.%s%s%s",
			  n->name, u->in_channels, z,
			  outside ? "normalised" :
			  before  ? "corrected or binned" :
				    "raw",
			  possible, u->out_channels, z,
			  outside ? "normalised" : "the target's",
			  u->valid ? "; its sides are shorter" : "",
			  before ? " Before, as in training: " : "",
			  before ? before : "", before ? "." : "");
	free(possible);
	free(before);
	return text;
}

int network_make(struct network *n, int inside, struct onnx *o, struct err *err)
{
	const struct trained *t = &n->trained;
	const struct unet *u = net_unet(n->net);
	struct onnx_model model = { .unet = u, .weights = &n->weights };
	const char *normalisation = "outside";
	struct fit_rule rule;
	char *about;
	int rc;

	if (inside && find_inside(n, &rule, err) < 0)
		return -1;
	if (t->normalised < 0) {
		normalisation = "none";
	} else if (inside) {
		normalisation = "inside";
		model.source = t->side[SOURCE].norm;
		model.fit = rule.method ? &rule : NULL;
		model.target = t->side[TARGET].norm;
	}
	weights_set(&n->weights, "normalisation", normalisation);
	set_size(&n->weights, "side_least", unet_input(u, 1));
	set_size(&n->weights, "side_step", unet_multiple(u));
	set_size(&n->weights, "context", unet_context(u));
	model.about = about = describe(n, normalisation);
	rc = onnx_make(o, &model, err);
	free(about);
	return rc;
}

void network_warn(const struct network *n, struct messages *m)
{
	char *before = network_before(n);

	if (before)
		messages_warn(m,
			      "%s[%s], and this is not part of the model: "
			      "before an image goes in, %s",
			      n->trained.source_ways ?
				      "all train sources were " :
				      "each train source had "
				      "its own ",
			      n->trained.source_ways ? n->trained.source_ways :
						       "dark=..,flat=..",
			      before);
	free(before);
}

static void report(const struct network *n, const char *path, int inside,
		   struct messages *m)
{
	const struct trained *t = &n->trained;
	int raw = t->normalised < 0 || inside;
	char *possible = sides(net_unet(n->net)), *before = network_before(n);

	messages_info(m,
		      "wrote '%s' from %s: %s pixels in, %s units out; sides "
		      "are %s",
		      path, n->name,
		      !raw   ? "normalised" :
		      before ? "corrected or binned" :
			       "raw",
		      raw ? "the target's" : "normalised", possible);
	network_warn(n, m);
	free(possible);
	free(before);
	if (inside && t->normalised > 0 &&
	    (!t->side[SOURCE].known || t->side[SOURCE].varies))
		messages_info(m,
			      "the model normalises each image by itself "
			      "(%s), as in training: give it whole images, no "
			      "tiles",
			      t->source_rule);
	if (inside && t->normalised > 0 && t->side[TARGET].varies)
		messages_warn(
			m, "the training normalised each target by itself "
			   "or with its group, so the units of predictions "
			   "are only about right: the model uses the medians "
			   "of offset and scale over the train rows");
}

int network_onnx(struct network *n, const char *path, int inside,
		 struct messages *m, struct err *err)
{
	struct onnx o = { 0 };
	int rc = network_make(n, inside, &o, err);

	if (rc == 0)
		rc = onnx_write(&o, path, err);
	if (rc == 0)
		report(n, path, inside, m);
	onnx_release(&o);
	return rc;
}
