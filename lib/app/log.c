/* log.c - see log.h. */
#include "app/log.h"

#include <string.h>

#include "app/command.h"
#include "app/stop.h"
#include "archive/archive.h"
#include "archive/restore.h"
#include "archive/verify.h"
#include "diff/diff.h"
#include "run/resolve.h"

static const char *to;
static int alone, keep, keep_inputs;
static struct strs inputs, outputs;
static int64_t max_size;

const struct opt log_archive_opts[] = {
	OPT_STR("output", &to, "FILE",
		"the archive to write; compressed "
		"when its name ends in .zst",
		.letter = 'o'),
	OPT_FLAG("alone", &alone, "leave out the runs that made its inputs"),
	OPT_END
};

const struct opt log_restore_opts[] = {
	OPT_INT("max-size", &max_size, "BYTES",
		"refuse to unpack more (0: a "
		"thousand times the archive's size, at least 1 GiB)",
		.low = 0, .high = 1e18),
	OPT_END
};

const struct opt log_verify_opts[] = {
	OPT_FLAG("keep", &keep, "keep the directory in which it ran again"),
	OPT_END
};

const struct opt log_run_opts[] = {
	OPT_LIST("input", &inputs, "FILE",
		 "the program reads FILE (or the "
		 "files of a directory, or a pattern)",
		 .flags = OPT_FILE),
	OPT_LIST("output", &outputs, "FILE", "the program writes FILE"),
	OPT_FLAG("keep-inputs", &keep_inputs,
		 "copy input images into the "
		 "archive too"),
	OPT_END
};

static int operands(int argc, int n, const char *what, struct err *err)
{
	return argc == n ? 0 : err_usage(err, "want %s", what);
}

int log_run(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	struct command_line line = { argc, argv, &inputs, &outputs,
				     keep_inputs };

	if (!argc)
		return err_usage(err, "want a program to run");
	return command_run(ctx, &line, err);
}

int log_diff(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	struct run a, b;
	struct store s, other;
	struct json *d = NULL;
	struct buf text = { 0 };
	int rc = -1;

	if (operands(argc, 2, "two runs", err) < 0 ||
	    resolve_find(&a, &s, argv[0], err) < 0)
		return -1;
	if (resolve_find(&b, &other, argv[1], err) == 0) {
		rc = diff_runs(&d, &s, &a, &b, err);
		run_release(&b);
		store_release(&other);
	}
	if (rc == 0) {
		rc = (int)json_int(d, "differs", 0);
		(ctx->json ? json_write_pretty : diff_text)(d, &text);
		out_str(ctx->out, buf_text(&text));
	}
	json_free(d);
	buf_release(&text);
	run_release(&a);
	store_release(&s);
	return rc;
}

int log_archive(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	char hex[DIGEST_HEX + 1];
	struct digest name;
	struct run r;
	struct store s;
	int rc;

	if (operands(argc, 1, "one run", err) < 0)
		return -1;
	if (!to || !strcmp(to, "-"))
		return err_usage(err, "want a file to write: -o FILE.tar.zst");
	if (resolve_find(&r, &s, argv[0], err) < 0)
		return -1;
	rc = archive_write(&s, r.id, to, alone, &name, err);
	if (!rc)
		out_printf(ctx->out, "%s\n", digest_hex(hex, &name));
	run_release(&r);
	store_release(&s);
	return rc;
}

int log_restore(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	if (operands(argc, 2, "an archive and a directory", err) < 0)
		return -1;
	stop_catch();
	if (restore_archive(argv[0], argv[1], (uint64_t)max_size, stop_asked,
			    err) < 0)
		return stop_asked() ? stop_fail(err) : -1;
	ctx_say(ctx,
		"'%s' is complete and checked; `sh run.sh` there runs "
		"it again",
		argv[1]);
	return 0;
}

/* One row an output; what else there is to say is talk. */
static void report(struct ctx *ctx, const struct verify *v)
{
	struct tsv t = { 0 };
	int output, result, was, is;

	output = tsv_add_column(&t, "output");
	result = tsv_add_column(&t, "result");
	was = tsv_add_column(&t, "recorded");
	is = tsv_add_column(&t, "now");
	for (size_t i = 0; i < v->n; i++) {
		size_t row = tsv_add_row(&t);
		const struct verified *f = &v->at[i];
		char hex[DIGEST_HEX + 1];

		tsv_set(&t, row, output, f->path);
		tsv_set(&t, row, result, f->same ? "same" : "differs");
		tsv_set(&t, row, was,
			!f->listed ? "" : digest_hex(hex, &f->was));
		tsv_set(&t, row, is, !f->there ? "" : digest_hex(hex, &f->is));
	}
	ctx_table(ctx, &t);
	tsv_release(&t);
	for (size_t i = 0; i < v->notes.n; i++)
		ctx_say(ctx, "%s", v->notes.at[i]);
}

int log_verify(struct ctx *ctx, int argc, char **argv, struct err *err)
{
	struct verify v = { 0 };
	struct run r;
	struct store s;
	int rc;

	if (operands(argc, 1, "one run", err) < 0 ||
	    resolve_find(&r, &s, argv[0], err) < 0)
		return -1;
	stop_catch();
	rc = verify_run(&v, &s, r.id, keep, err);
	if (stop_asked())
		rc = stop_fail(err);
	if (rc >= 0) {
		report(ctx, &v);
		ctx_say(ctx, "run %s: %zu of %zu outputs are the same bytes%s",
			r.id, v.same, v.n, rc ? "" : ", all of them");
	}
	if (v.scratch && keep)
		ctx_say(ctx, "it ran again in '%s'", v.scratch);
	verify_release(&v);
	run_release(&r);
	store_release(&s);
	return rc;
}
