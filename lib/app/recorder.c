/*
 * recorder.c - see recorder.h.
 */
#include "app/recorder.h"
#include "app/if_new.h"
#include "reuse/make_rule.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "file/file.h"
#include "file/in.h"
#include "base/mem.h"
#include "file/path.h"
#include "run/recording.h"
#include "run/recording_end.h"
#include "run/recording_note.h"
#include "run/recording_start.h"
#include "run/resolve.h"
#include "run/run.h"
#include "run/seen_names.h"
#include "store/digest_cache.h"
#include "store/object.h"
#include "upkeep/expectation.h"

#define IMAGES "images" /* a cache of the store */

static struct {
	struct recording run;
	int live;
	struct digest_cache_files images; /* digests of unchanged images */
	struct buf input; /* a copy of the stdin of a run that is resumed */
} now;

static int watch(void *arg, const struct file_note *note, struct err *err)
{
	(void)arg;
	return recording_note(&now.run, note, err);
}

static int find_image(void *arg, const struct stat *st, struct digest *to)
{
	const struct digest_cache_file *f = digest_cache_find(arg, st);

	if (f)
		*to = f->digest;
	return f != NULL;
}

static void add_image(void *arg, const struct stat *st, const struct digest *d)
{
	digest_cache_add(arg, st, d, 0);
}

/* What earlier runs have hashed and has not changed since is not hashed
 * again. */
static void remember_images(const struct store *s)
{
	const struct watch_memory m = { find_image, add_image, &now.images };

	digest_cache_load(&now.images, s, IMAGES);
	watch_remember(&m);
}

static void forget_images(const struct store *s)
{
	watch_remember(NULL);
	digest_cache_save(&now.images, s, IMAGES);
	digest_cache_release(&now.images);
}

static void note_listing(void *arg, const char *pattern,
			 const struct strs *found)
{
	(void)arg;
	recording_note_listing(&now.run, pattern, found);
}

/* Adds to ERR what to do if no record can be written. */
static int advise(const struct ctx *ctx, struct err *err)
{
	size_t n = strlen(err->text);

	snprintf(err->text + n, sizeof(err->text) - n,
		 "; XP_DIR can name "
		 "another place%s",
		 ctx->tool->commands ? "" : ", --no-log does without");
	return -1;
}

/* Finds the store for this run, or makes it. */
static int open_store(struct store *s, const struct ctx *ctx, struct err *err)
{
	int rc = store_find(s, err);

	if (rc == 0) {
		rc = store_make(s, NULL, err);
		if (rc < 0)
			return advise(ctx, err);
		if (rc == 1)
			ctx_say(ctx, "made the store '%s'", s->path);
	}
	if (rc < 0)
		return -1;
	if (store_writable(s, err) == 0)
		return 0;
	store_release(s);
	return advise(ctx, err);
}

/* Returns "depth=4 lr=0.001 norm.tsv": the settings that differ from their
 * defaults, and the operands. */
static void describe(struct buf *to, const struct recorder_line *line)
{
	struct buf value = { 0 };
	const struct opt *o;
	int i;

	for (o = line->opts; o->kind != OPT_KIND_END; o++) {
		const char *usual = o->name ? opt_default(o) : NULL;

		if (!o->name || o->flags & OPT_ALIVE)
			continue;
		opt_value(o, &value);
		if (!strcmp(buf_text(&value), usual ? usual : ""))
			continue;
		buf_printf(to, "%s%s=%s", to->len ? " " : "", o->name,
			   buf_text(&value));
	}
	for (i = 0; i < line->operands; i++)
		buf_printf(to, "%s%s", to->len ? " " : "", line->operand[i]);
	buf_release(&value);
}

/* Adds to ERR that the tool may work without a record. */
static int record_anew(struct store *s, const struct recording_request *a,
		       const struct ctx *ctx, struct err *err)
{
	size_t n;

	if (recording_start(&now.run, s, a, err) == 0)
		return 0;
	n = strlen(err->text);
	if (!ctx->tool->commands)
		snprintf(err->text + n, sizeof(err->text) - n,
			 "; --no-log does without a record");
	return -1;
}

/* Writes what make is to know of a run, if the user asked for it.  A run that
 * found a reason to write nothing has no target. */
static int write_deps(struct ctx *ctx, const struct store *s,
		      const struct json *start, const struct file_list *inputs,
		      const struct file_list *outputs, const struct give *names,
		      struct err *err)
{
	struct make_rule m = { ctx->deps, ctx->deps_target, s,	  start,
			       inputs,	  outputs,	    names };
	struct messages talk = { 0 };
	int rc = ctx->deps && outputs->n ? make_rule_write(&m, &talk, err) : 0;

	ctx_messages(ctx, &talk);
	return rc;
}

/* What is run again to be compared, by verify or rerun, is run. */
static int is_repeated(void)
{
	return getenv("XP_OUTSIDE") || getenv("XP_RERUN_OF");
}

static int look(struct if_new *n, struct ctx *ctx, const struct store *s,
		const struct recording_request *a, struct err *err)
{
	int rc;

	if (!n || is_repeated())
		return IF_NEW_RUN;
	remember_images(s);
	rc = if_new_look(n, ctx, s, a, err);
	forget_images(s);
	if (rc == IF_NEW_DONE &&
	    write_deps(ctx, s, n->start, &n->run.inputs, &n->run.outputs,
		       &(struct give){ .from = n->from, .to = n->to }, err) < 0)
		return -1;
	return rc;
}

static int begin(struct store *s, const struct recording_request *a,
		 const char *resume, struct ctx *ctx, struct err *err)
{
	char *id;
	int rc;

	if (!resume)
		return record_anew(s, a, ctx, err);
	ctx->resumed = 1;
	if (resolve_any_run(s, resume, &id, err) < 0) {
		store_release(s);
		return -1;
	}
	rc = recording_resume(&now.run, s, id, a, err);
	free(id);
	return rc;
}

/* An expectation that cannot be read would never be checked. */
static int check_expectations(const struct strs *list, struct err *err)
{
	for (size_t i = 0; list && i < list->n; i++) {
		struct expectation e;

		if (expectation_parse(&e, list->at[i], err) < 0)
			return -1;
		expectation_release(&e);
	}
	return 0;
}

/* Copies FILE of the run that this one goes on from. */
static int copy_file(const struct ctx *ctx, const char *file, struct err *err)
{
	char *from = run_path(&now.run.store, ctx->extends, file);
	char *to = run_path(&now.run.store, now.run.id, file);
	struct buf b = { 0 };
	int rc = 0;

	if (path_exists(from)) {
		rc = file_slurp(&b, from, SIZE_MAX, err);
		if (!rc)
			rc = out_write(to, buf_text(&b), b.len, err);
	}
	buf_release(&b);
	free(from);
	free(to);
	return rc;
}

/* Before files are watched: these are not what the run is made from, since it
 * could make them itself. */
static int copy_files(const struct ctx *ctx, struct err *err)
{
	const struct strs *files = ctx->extends ? ctx->extended : NULL;
	struct err ignored;
	int rc = 0;

	for (size_t i = 0; files && !rc && i < files->n; i++)
		rc = copy_file(ctx, files->at[i], err);
	if (!rc)
		return 0;
	recording_end(&now.run, (int)err->kind, err->text, 0, &ignored);
	recording_release(&now.run);
	return -1;
}

/* Watches the files of the run that has begun. */
static void watch_run(struct ctx *ctx)
{
	ctx->run_id = now.run.id;
	ctx->run_dir = now.run.dir;
	now.live = 1;
	path_own(now.run.dir);
	file_watch(watch, NULL);
	path_watch_globs(note_listing, NULL);
	remember_images(&now.run.store);
}

int recorder_begin(struct ctx *ctx, const struct recording_request *asked,
		   const char *resume, struct if_new *if_new, struct err *err)
{
	struct messages messages = { 0 };
	struct recording_request request = *asked;
	struct store s = { 0 };
	int rc;

	request.messages = &messages;
	rc = check_expectations(asked->expect, err);
	if (!rc)
		rc = open_store(&s, ctx, err);
	if (!rc)
		rc = look(resume ? NULL : if_new, ctx, &s, &request, err);
	if (rc == IF_NEW_RUN || rc == IF_NEW_BEGUN)
		rc = begin(&s, &request, rc ? if_new->resume : resume, ctx,
			   err);
	else
		store_release(&s);
	ctx_messages(ctx, &messages);
	if (!rc && !ctx->resumed)
		rc = copy_files(ctx, err);
	if (!rc)
		watch_run(ctx);
	return rc;
}

/* Returns the index of the operand that may name a run. */
static int run_operand(const struct ctx *ctx, const struct recorder_line *line)
{
	return ctx->tool->flags & TOOL_RUN && !line->resume && line->operands ?
		       line->words.place[0] + 1 :
		       0;
}

int recorder_start(struct ctx *ctx, const struct recorder_line *line,
		   struct err *err)
{
	struct json *settings = opt_settings(line->opts, 0);
	struct json *all = opt_settings(line->opts, 1);
	int rc = ctx->tool->load ? ctx->tool->load(err) : 0;
	struct buf what = { 0 };
	struct recording_request a = {
		.tool = ctx->name,
		.version = PACKAGE_VERSION,
		.argc = line->argc,
		.argv = line->argv,
		.operands = line->operands,
		.operand = line->operand,
		.run_at = run_operand(ctx, line),
		.config = line->config,
		.settings = settings,
		.all_settings = all,
		.keep_images = ctx->keep_inputs,
		.expect = ctx->expect,
		.because = ctx->because,
		.extends = ctx->extends,
	};

	describe(&what, line);
	a.what = buf_text(&what);
	if (!rc)
		rc = recorder_begin(ctx, &a, line->resume, line->if_new, err);
	buf_release(&what);
	json_free(settings);
	json_free(all);
	return rc;
}

int recorder_stream(const char *path, int input, const struct digest *digest,
		    struct err *err)
{
	struct file_note note = {
		.output = !input, .kind = FILE_PLAIN, .path = "-", .at = path
	};

	if (digest)
		note.digest = *digest;
	else if (in_digest(&note.digest, path, err) < 0)
		return -1;
	return recording_note(&now.run, &note, err);
}

void recorder_stderr(const struct digest *d, uint64_t size, uint64_t lost)
{
	now.run.stderr_digest = *d;
	now.run.stderr_size = size;
	now.run.stderr_lost = lost;
}

int recorder_object(const void *data, size_t n, struct digest *d,
		    struct err *err)
{
	return recording_note_object(&now.run, data, n, d, err);
}

void recorder_batch(void)
{
	recording_note_batch(&now.run);
}

int recorder_batch_end(struct err *err)
{
	return recording_note_batch_end(&now.run, err);
}

const struct file_list *recorder_outputs(void)
{
	return &now.run.outputs;
}

void recorder_own(struct strs *own, const struct json *watched)
{
	seen_names_own(own, now.run.start, &now.run.outputs, watched);
}

void recorder_watched(struct json *j)
{
	json_free(now.run.watched);
	now.run.watched = j;
}

void recorder_made_dirs(struct json *j)
{
	json_free(now.run.made_dirs);
	now.run.made_dirs = j;
}

/* Makes "-" read what a pipe gave the run when it started. */
static int recorded_stdin(const struct store *s, const struct run *r,
			  struct err *err)
{
	const struct digest *d = file_list_find(&r->inputs, "-");

	if (!d)
		return 0;
	if (object_get(s, d, &now.input, err) < 0)
		return -1;
	file_stdin_from(buf_text(&now.input), now.input.len);
	return 0;
}

/* Returns the object that has the settings file of R, or NULL; the caller frees
 * it. */
static char *recorded_settings(const struct store *s, const struct run *r)
{
	const char *path = json_str(r->start, "config");
	const struct digest *d = path ? file_list_find(&r->inputs, path) : NULL;

	return d && object_has(s, d) ? object_path(s, d) : NULL;
}

int recorder_resume_args(const char *name, struct strs *args, char **id,
			 char **dir, char **settings, struct err *err)
{
	const struct json *argv;
	const char *tool_name;
	struct store s;
	struct run r;
	int rc = 0;

	if (resolve_find_any(&r, &s, name, err) < 0)
		return -1;
	tool_name = json_str(r.start, "tool");
	argv = json_get(r.start, "argv");
	if (!tool_name || strcmp(tool_name, tool.name))
		rc = err_data(err,
			      "%s cannot resume run %s: this run was made by "
			      "%s",
			      tool.name, r.id,
			      tool_name ? tool_name : "no tool");
	else if (r.state == RUN_NO)
		rc = err_data(err,
			      "run %s has finished with the answer no, so it "
			      "cannot be resumed; start a new run",
			      r.id);
	else
		rc = recorded_stdin(&s, &r, err);
	for (size_t i = 1; !rc && argv && i < json_len(argv); i++) {
		const char *word = json_text(json_at(argv, i));

		strs_add(args, word ? word : "");
	}
	*id = mem_str(r.id);
	*dir = run_path(&s, r.id, "");
	*settings = recorded_settings(&s, &r);
	rc = rc ? rc : r.state == RUN_DONE;
	run_release(&r);
	store_release(&s);
	return rc;
}

/* The peak memory of this process or, if larger, of a process that it waited
 * for. */
static long long peak_memory(void)
{
	struct rusage self = { 0 }, children = { 0 };
	long most;

	getrusage(RUSAGE_SELF, &self);
	getrusage(RUSAGE_CHILDREN, &children);
	most = self.ru_maxrss > children.ru_maxrss ? self.ru_maxrss :
						     children.ru_maxrss;
	return most * 1024LL;
}

static void say_withheld(const struct ctx *ctx, const struct strs *files)
{
	for (size_t i = 0; i < files->n; i++)
		ctx_warn(ctx,
			 "'%s' contains what looks like a secret: only its "
			 "digest is recorded",
			 files->at[i]);
}

int recorder_end(struct ctx *ctx, int code, struct err *err)
{
	char *said = mem_str(err->kind ? err->text : NULL);
	struct messages healed = { 0 };
	int rc = 0;

	file_watch(NULL, NULL);
	path_watch_globs(NULL, NULL);
	path_own(NULL);
	if (now.live) {
		forget_images(&now.run.store);
		say_withheld(ctx, &now.run.withheld);
		rc = recording_end(&now.run, code, said, peak_memory(), err);
		if (!rc && (!code || (code == 1 && !now.run.foreign)))
			rc = write_deps(ctx, &now.run.store, now.run.start,
					&now.run.inputs, &now.run.outputs, NULL,
					err);
		recording_release(&now.run);
	}
	object_healed(&healed);
	ctx_messages(ctx, &healed);
	now.live = 0;
	ctx->run_id = ctx->run_dir = NULL;
	buf_release(&now.input);
	free(said);
	return rc;
}
