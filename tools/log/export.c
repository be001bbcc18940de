/*
 * export.c - xp-log export: runs in the formats of other trackers, and
 * networks in those of other programs.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app/ctx.h"
#include "app/opt.h"
#include "app/stop.h"
#include "app/tool.h"
#include "base/mem.h"
#include "export/bioimage.h"
#include "export/curves.h"
#include "export/dvclive.h"
#include "export/exported.h"
#include "export/mlflow.h"
#include "export/network.h"
#include "export/prometheus.h"
#include "export/rocrate.h"
#include "export/tensorboard.h"
#include "export/tensorboard_live.h"
#include "export/wandb.h"
#include "store/store.h"

static const char *tensorboard, *mlflow, *wandb, *dvclive, *prometheus,
	*rocrate, *onnx, *bioimage, *license, *checkpoint, *normalisation;
static int follow;
static struct strs authors;

static const char *const checkpoints[] = { "best", "last", NULL };
static const char *const places[] = { "inside", "outside", NULL };

static const struct opt opts[] = {
	OPT_SECTION("Metrics and settings of runs"),
	OPT_STR("tensorboard", &tensorboard, "DIR",
		"event files for TensorBoard, one directory a run"),
	OPT_STR("mlflow", &mlflow, "DIR",
		"a directory of MLflow (mlruns), the project as experiment"),
	OPT_STR("wandb", &wandb, "DIR",
		"offline logs of Weights & Biases, for `wandb sync`"),
	OPT_STR("dvclive", &dvclive, "DIR",
		"metrics, plots and parameters for DVC, one directory a run"),
	OPT_STR("prometheus", &prometheus, "DIR",
		"the last values for node_exporter's textfile collector"),
	OPT_STR("rocrate", &rocrate, "DIR",
		"an RO-Crate (Process Run Crate) a run: the files that the "
		"store has, and what they are as JSON-LD"),
	OPT_FLAG("follow", &follow,
		 "wait until the runs have ended, and export what they add"),
	OPT_SECTION("The network of one run"),
	OPT_STR("onnx", &onnx, "FILE",
		"the network as ONNX, opset 17, of one RUN or weights file",
		.flags = OPT_OUTPUT),
	OPT_STR("bioimage", &bioimage, "FILE",
		"the network of one RUN as a package for bioimage.io, format "
		"0.5: a zip archive with description, weights as ONNX, and a "
		"test image with its prediction",
		.flags = OPT_OUTPUT),
	OPT_LIST("author", &authors, "NAME",
		 "an author of the package or crate"),
	OPT_STR("license", &license, "ID",
		"the license of the package or crate, as in MIT or CC-BY-4.0"),
	OPT_CHOICE("normalisation", &normalisation, places,
		   "inside: the network takes raw pixels and gives values in "
		   "the target's units (the default); outside: it takes and "
		   "gives normalised values"),
	OPT_CHOICE("checkpoint", &checkpoint, checkpoints,
		   "which weights of RUN to use; default: best"),
	OPT_END
};

static const struct format {
	const char **dir;
	int (*export)(const struct exported *e, const char *dir,
		      struct err *err);
	int metrics; /* 1: it is for metrics, so those without are left out */
} formats[] = {
	{ &tensorboard, tensorboard_export, 1 },
	{ &mlflow, mlflow_export, 1 },
	{ &wandb, wandb_export, 1 },
	{ &dvclive, dvclive_export, 1 },
	{ &prometheus, prometheus_export, 1 },
	{ &rocrate, rocrate_export, 0 },
};

#define FORMATS (sizeof(formats) / sizeof(*formats))

/* Without a format: a table on stdout. */
static void add_rows(struct tsv *t, const struct exported *e)
{
	int run = tsv_add_column(t, "run"), step = tsv_add_column(t, "step");
	int tag = tsv_add_column(t, "metric");
	int value = tsv_add_column(t, "value");

	for (size_t i = 0; i < e->curves.n; i++) {
		const struct curves_point *p = &e->curves.points[i];
		size_t row = tsv_add_row(t);

		tsv_set(t, row, run, e->name);
		tsv_set_int(t, row, step, (long long)p->step);
		tsv_set(t, row, tag, e->curves.tags.at[p->tag]);
		tsv_set_exact(t, row, value, p->value);
	}
}

/* A run that is exported, again and again with --follow. */
struct target {
	char *id, *name;
	struct tensorboard_live board;
	int begun, ended;
	size_t points; /* of the last export */
};

static void release_targets(struct target *t, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		free(t[i].id);
		free(t[i].name);
		tensorboard_live_release(&t[i].board);
	}
	free(t);
}

/* If UNNAMED is 1, E is left out where it has nothing to tell. */
static int export_all(struct exported *e, int unnamed, struct err *err)
{
	e->authors = &authors;
	e->license = license;
	for (size_t i = 0; i < FORMATS; i++)
		if (*formats[i].dir &&
		    (e->curves.n || !unnamed || !formats[i].metrics) &&
		    formats[i].export(e, *formats[i].dir, err) < 0)
			return -1;
	return 0;
}

/* TensorBoard reads on in a file that grows, and is confused by one that is
 * replaced. */
static int grow_board(struct target *t, const struct exported *e,
		      struct err *err)
{
	if (!t->begun &&
	    tensorboard_live_open(&t->board, tensorboard, e->name, e->run.id,
				  exported_settings(e), 0, err) < 0)
		return -1;
	if (tensorboard_live_curves(&t->board, &e->curves, err) < 0)
		return -1;
	return e->run.end ?
		       tensorboard_live_end(&t->board, e->run.state == RUN_DONE,
					    err) :
		       0;
}

/* Export what T has now; sets T->ended when the run has ended. */
static int look_again(struct target *t, const struct store *s, struct err *err)
{
	const char *board = tensorboard;
	struct exported e;
	int rc = exported_read(&e, s, t->id, t->name, err), changed;

	t->ended = rc == 0 && e.run.state != RUN_RUNNING;
	changed = !t->begun || t->ended || e.curves.n != t->points;
	if (rc == 0 && changed) {
		if (board)
			rc = grow_board(t, &e, err);
		tensorboard = NULL;
		if (rc == 0)
			rc = export_all(&e, 0, err);
		tensorboard = board;
		t->points = e.curves.n;
		t->begun = 1;
	}
	exported_release(&e);
	return rc;
}

static int follow_all(struct target *t, size_t n, const struct store *s,
		      struct err *err)
{
	const struct timespec second = { 1, 0 };
	size_t left = n;

	stop_catch();
	while (left && !stop_asked()) {
		left = 0;
		for (size_t i = 0; i < n; i++) {
			if (!t[i].ended && look_again(&t[i], s, err) < 0)
				return -1;
			left += !t[i].ended;
		}
		if (left)
			nanosleep(&second, NULL);
	}
	return stop_asked() ? stop_fail(err) : 0;
}

/* UNNAMED: T is all runs there are. */
static int export_once(struct ctx *ctx, const struct target *t, size_t n,
		       const struct store *s, int as_table, int unnamed,
		       struct err *err)
{
	struct tsv table = { 0 };
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < n; i++) {
		struct exported e;

		rc = exported_read(&e, s, t[i].id, t[i].name, err);
		if (rc == 0 && as_table)
			add_rows(&table, &e);
		if (rc == 0)
			rc = export_all(&e, unnamed, err);
		exported_release(&e);
	}
	if (rc == 0 && as_table)
		ctx_table(ctx, &table);
	tsv_release(&table);
	return rc;
}

static int find_targets(struct target *t, size_t n, char *const *word,
			const struct store *s, struct err *err)
{
	for (size_t i = 0; i < n; i++)
		if (exported_find(s, word[i], &t[i].id, &t[i].name, err) < 0)
			return -1;
	return 0;
}

static int check_about(struct err *err)
{
	static const char spdx[] = "abcdefghijklmnopqrstuvwxyz"
				   "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-+";

	if (license && (!*license || license[strspn(license, spdx)]))
		return err_usage(err,
				 "--license: want an identifier of SPDX, such "
				 "as MIT or CC-BY-4.0, not '%s'",
				 license);
	if (!bioimage && !rocrate && (license || authors.n))
		return err_usage(err, "--author and --license are of a "
				      "package or crate: name it with "
				      "--bioimage=FILE or --rocrate=DIR");
	return 0;
}

static int check_network(int argc, struct err *err)
{
	for (size_t i = 0; i < FORMATS; i++)
		if (*formats[i].dir || follow)
			return err_usage(err, "--onnx and --bioimage write a "
					      "network, other options write "
					      "metrics: use two commands");
	if (argc != 1)
		return err_usage(err, "--onnx and --bioimage write one "
				      "network: name one run");
	if (!onnx && normalisation)
		return err_usage(err, "--normalisation is for --onnx; a "
				      "package describes it");
	return 0;
}

static int export_network(struct ctx *ctx, int argc, char **argv,
			  struct err *err)
{
	struct messages m = { 0 };
	struct network n = { 0 };
	int rc = check_network(argc, err);

	if (rc == 0)
		rc = network_open(&n, argv[0], checkpoint ? checkpoint : "best",
				  &m, err);
	if (rc == 0 && onnx)
		rc = network_onnx(&n, onnx,
				  !normalisation || *normalisation == 'i', &m,
				  err);
	if (rc == 0 && bioimage) {
		/* an id begins with a digit, @1 with no letter */
		int is_tag = (*argv[0] | 32) >= 'a' && (*argv[0] | 32) <= 'z';
		struct bioimage b = { is_tag ? argv[0] : n.run, &authors,
				      license };

		rc = bioimage_write(&n, &b, bioimage, &m, err);
	}
	ctx_messages(ctx, &m);
	messages_release(&m);
	network_close(&n);
	return rc;
}

static int run(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	struct strs all = { 0 };
	struct target *t = NULL;
	struct store s;
	size_t n = (size_t)argc;
	int rc, as_table = 1;

	if (check_about(err) < 0)
		return -1;
	if (onnx || bioimage)
		return export_network(ctx, argc, argv, err);
	if (checkpoint || normalisation)
		return err_usage(err,
				 "%s is of a network: name its file with "
				 "--onnx or --bioimage",
				 checkpoint ? "--checkpoint" :
					      "--normalisation");
	for (size_t i = 0; i < FORMATS; i++)
		as_table = as_table && !*formats[i].dir;
	if (follow && (as_table || !argc))
		return err_usage(err, "--follow: name a format and a run, as "
				      "in --follow --tensorboard=DIR @1");
	if (store_need(&s, err) < 0)
		return -1;
	rc = argc ? 0 : run_list(&s, &all, err);
	if (!argc)
		n = all.n;
	t = mem_zero(n + 1, sizeof(*t));
	if (rc == 0)
		rc = find_targets(t, n, argc ? argv : all.at, &s, err);
	if (rc == 0)
		rc = follow ? follow_all(t, n, &s, err) :
			      export_once(ctx, t, n, &s, as_table, !argc, err);
	release_targets(t, n);
	strs_release(&all);
	store_release(&s);
	return rc;
}

const struct command log_export = {
	.name = "export",
	.about = "write runs for other trackers, or as a table; networks for "
		 "other programs",
	.usage = "[OPTION]... [RUN]...",
	.opts = opts,
	.run = run,
	.flags = TOOL_TABLE,
};
