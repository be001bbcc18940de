/* recorded_program.c - `xp-log run`: see recorded_program.h. */
#include "app/recorded_program.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/child.h"
#include "app/found_record.h"
#include "app/metrics_in.h"
#include "app/recorder.h"
#include "trace/made_dirs.h"
#include "trace/notify.h"
#include "trace/tracer.h"
#include "code/secret.h"
#include "file/file.h"
#include "file/in.h"
#include "base/mem.h"
#include "file/path.h"
#include "run/recording_start.h"
#include "store/blob.h"
#include "store/durable.h"

#define KEPT ((off_t)64 << 20) /* so much of stdin is kept */
/* Of stderr so much is kept: where it began, and where it ended. */
#define STDERR_HEAD ((uint64_t)8 << 20)
#define STDERR_TAIL ((uint64_t)1 << 20)
#define STDERR_MOST ((size_t)16 << 20)

/* A file among the arguments, as it was before the program ran. */
struct seen {
	char *path;
	int there;
	struct stat before;
};

struct command_job {
	const struct program_line *line;
	struct seen *at;
	size_t n;
	struct child_streams kept;
	struct metrics_in metrics;
	const char *obstacle; /* reason why nobody watches, or NULL */
	/* 1: the program is watched, if only to keep it from changing what is
	 * protected */
	int guarded;
	struct timespec since; /* a time before the program ran */
	struct found_files found;
};

static int is_file(const char *path, struct stat *st)
{
	return stat(path, st) == 0 && S_ISREG(st->st_mode);
}

/* Returns the path that WORD may be: WORD itself, or VALUE in --name=VALUE. */
static const char *path_in(const char *word)
{
	const char *equals = *word == '-' ? strchr(word, '=') : NULL;

	return equals ? equals + 1 : word;
}

static void look_at_words(struct command_job *job)
{
	const struct program_line *l = job->line;
	int i;

	job->at = mem_zero((size_t)l->argc + 1, sizeof *job->at);
	for (i = 1; i < l->argc; i++) {
		struct seen *s = &job->at[job->n];
		const char *path = path_in(l->argv[i]);

		if (!*path || (*path == '-' && !strchr(path, '/')))
			continue;
		s->path = mem_str(path);
		/* A program with more rights than ours may read more. */
		s->there = is_file(path, &s->before) && access(path, R_OK) == 0;
		job->n++;
	}
}

/* Adds the files that match PATTERN to TO; if that is a directory, all files
 * below it. */
static int find_declared(struct strs *to, const char *pattern, struct err *err)
{
	struct dirent **list;
	char *there;
	int n, rc = 0;

	if (!path_is_directory(pattern))
		return path_glob(to, pattern, err);
	there = path_resolve(pattern);
	n = scandir(there, &list, NULL, NULL);
	free(there);
	if (n < 0)
		return err_sys(err, "cannot read '%s'", pattern);
	for (int i = 0; i < n; i++) {
		const char *name = list[i]->d_name;
		char *path = mem_printf("%s/%s", pattern, name), *at;
		struct stat st;

		at = path_resolve(path);
		if (!rc && strcmp(name, ".") && strcmp(name, "..") &&
		    lstat(at, &st) == 0) {
			if (S_ISDIR(st.st_mode))
				rc = find_declared(to, path, err);
			else if (is_file(at, &st))
				strs_add(to, path);
		}
		free(at);
		free(path);
		free(list[i]);
	}
	free(list);
	return rc;
}

/* NOT_OURS: files that others wrote, too, or NULL. */
static int tell_declared(const struct strs *patterns, int output,
			 const struct strs *not_ours, struct err *err)
{
	struct strs found = { 0 };
	size_t i, k, before;
	int rc = 0;

	for (i = 0; !rc && i < patterns->n; i++) {
		before = found.n;
		rc = find_declared(&found, patterns->at[i], err);
		if (!rc && found.n == before)
			rc = err_data(err,
				      "there is no file '%s', which was "
				      "declared as %s",
				      patterns->at[i],
				      output ? "an output" : "an input");
	}
	strs_sort(&found);
	for (k = 0; !rc && k < found.n; k++)
		if (!not_ours || !strs_has(not_ours, found.at[k]))
			rc = file_tell(found.at[k], output,
				       found_files_kind(found.at[k]), err);
	strs_release(&found);
	return rc;
}

/* Records stdin if it is a file that is read from its start. */
static int tell_stdin(struct err *err)
{
	static const char path[] = "/proc/self/fd/0";
	struct stat st;

	if (fstat(STDIN_FILENO, &st) < 0 || !S_ISREG(st.st_mode) ||
	    lseek(STDIN_FILENO, 0, SEEK_CUR) != 0)
		return 0;
	return recorder_stream(path, 1, NULL, err);
}

static int tell_inputs(struct command_job *job, struct err *err)
{
	if (tell_declared(job->line->inputs, 0, NULL, err) < 0)
		return -1;
	for (size_t i = 0; job->obstacle && i < job->n; i++) {
		const struct seen *s = &job->at[i];

		if (s->there && !strs_has(job->line->outputs, s->path) &&
		    file_tell(s->path, 0, found_files_kind(s->path), err) < 0)
			return -1;
	}
	return tell_stdin(err);
}

static int is_changed(const struct seen *s)
{
	struct stat st;

	if (!is_file(s->path, &st) || access(s->path, R_OK) < 0)
		return 0;
	return !s->there || st.st_ino != s->before.st_ino ||
	       st.st_dev != s->before.st_dev ||
	       st.st_size != s->before.st_size ||
	       st.st_mtim.tv_sec != s->before.st_mtim.tv_sec ||
	       st.st_mtim.tv_nsec != s->before.st_mtim.tv_nsec;
}

/* What the program printed.  Of what looks like a secret only the digest is
 * recorded. */
static int tell_output_stream(struct ctx *ctx, const struct capture *c,
			      struct err *err)
{
	if (!c->path || !secret_is_in_stream(c->path))
		return c->path ? recorder_stream(c->path, 0, NULL, err) : 0;
	ctx_warn(ctx, "standard output contains what looks like a secret: only "
		      "its digest is recorded");
	return recorder_stream(NULL, 0, &c->digest, err);
}

/* What the program read of a pipe.  What is long is recorded by its digest,
 * and what looks like a secret, too. */
static int tell_input_stream(struct ctx *ctx, const struct capture *c,
			     struct err *err)
{
	const char *path = c->path;

	if (!path || !c->size)
		return 0;
	if (c->lost || c->failed || secret_is_in_stream(path)) {
		ctx_say(ctx,
			"standard input has %" PRIu64
			" bytes, of which only the "
			"digest is recorded: %s",
			c->size,
			c->lost	  ? "the bytes are more than 64 MiB" :
			c->failed ? "the bytes could not be kept" :
				    "the bytes contain what looks like a "
				    "secret");
		path = NULL;
	}
	return recorder_stream(path, 1, &c->digest, err);
}

/* The words of the command that name files which nobody saw opened. */
static int tell_words(struct command_job *job, struct err *err)
{
	int watched = !job->obstacle;

	if (watched && !job->found.incomplete.n)
		return 0;
	for (size_t i = 0; i < job->n; i++) {
		const struct seen *s = &job->at[i];
		int output = is_changed(s);

		if (watched && found_files_knows(&job->found, s->path))
			continue;
		if ((output || (watched && s->there && path_exists(s->path))) &&
		    file_tell(s->path, output, found_files_kind(s->path), err) <
			    0)
			return -1;
	}
	return 0;
}

static int tell_found(struct command_job *job, struct err *err)
{
	struct err late;
	int rc;

	if (job->obstacle)
		return 0;
	recorder_batch();
	rc = found_files_tell(&job->found, err);
	return recorder_batch_end(rc < 0 ? &late : err) < 0 ? -1 : rc;
}

static int tell_outputs(struct ctx *ctx, struct command_job *job,
			struct err *err)
{
	struct child_streams *k = &job->kept;

	if (tell_input_stream(ctx, &k->in, err) < 0 ||
	    tell_output_stream(ctx, &k->out, err) < 0)
		return -1;
	if (tell_found(job, err) < 0 || tell_words(job, err) < 0)
		return -1;
	if (tell_declared(job->line->outputs, 1, &job->found.shared, err) < 0)
		return -1;
	return metrics_in_end(&job->metrics, ctx, recorder_outputs(),
			      job->obstacle ? NULL : &job->found, err);
}

/* Rebuilds the command line of `xp-log run`. */
static void whole_line(struct strs *to, const struct program_line *l)
{
	strs_add(to, "xp-log");
	strs_add(to, "run");
	for (size_t i = 0; i < l->inputs->n; i++)
		strs_take(to, mem_printf("--input=%s", l->inputs->at[i]));
	for (size_t i = 0; i < l->outputs->n; i++)
		strs_take(to, mem_printf("--output=%s", l->outputs->at[i]));
	for (size_t i = 0; i < l->expect->n; i++)
		strs_take(to, mem_printf("--expect=%s", l->expect->at[i]));
	if (l->keep_inputs)
		strs_add(to, "--keep-inputs");
	if (l->no_trace)
		strs_add(to, "--no-trace");
	if (l->metrics_fd)
		strs_take(to, mem_printf("--metrics-fd=%d", l->metrics_fd));
	if (l->metrics)
		strs_take(to, mem_printf("--metrics=%s", l->metrics));
	strs_add(to, "--");
	for (int k = 0; k < l->argc; k++)
		strs_add(to, l->argv[k]);
}

/* Returns the digest of the program, which is its "version" in the recipe.
 * PROGRAM is the path at which it will run; XP_OUTSIDE does not change that. */
static char *version_of(const char *program)
{
	char hex[DIGEST_HEX + 1];
	struct err ignored = { 0 };
	struct blob is;

	if (blob_look(program, &is, &ignored) != 1)
		return NULL;
	return mem_printf("sha256:%s", digest_hex(hex, &is.digest));
}

static int is_pipe(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && S_ISFIFO(st.st_mode);
}

/* Whether what the program reads of stdin is recorded, or nothing to be. */
static int stdin_is_watched(void)
{
	struct stat st, null;

	if (fstat(STDIN_FILENO, &st) < 0 || S_ISFIFO(st.st_mode))
		return 1;
	if (S_ISREG(st.st_mode))
		return lseek(STDIN_FILENO, 0, SEEK_CUR) == 0;
	return S_ISCHR(st.st_mode) && stat("/dev/null", &null) == 0 &&
	       st.st_rdev == null.st_rdev;
}

/* What the record will lack, for the record (LIST) and for the user (SAID).
 * OBSTACLE is why nobody watches the program, or NULL. */
static void find_unwatched(const struct program_line *l, const char *obstacle,
			   struct strs *list, struct buf *said)
{
	if (obstacle) {
		strs_add(list, "files");
		buf_printf(said, ", files that '%s' opens by itself (%s)",
			   l->argv[0], obstacle);
	}
	if (!stdin_is_watched()) {
		strs_add(list, "stdin");
		buf_str(said, isatty(STDIN_FILENO) ? ", what is typed" :
						     ", standard input");
	}
	if (isatty(STDOUT_FILENO))
		strs_add(list, "stdout");
	if (isatty(STDERR_FILENO))
		strs_add(list, "stderr");
	if (isatty(STDOUT_FILENO) || isatty(STDERR_FILENO))
		buf_str(said, ", what it prints on the terminal");
	if (obstacle)
		buf_str(said, "; name files that matter by --input and "
			      "--output");
}

static int begin(struct ctx *ctx, const struct command_job *job,
		 const char *program, struct err *err)
{
	const struct program_line *l = job->line;
	const char *slash = strrchr(l->argv[0], '/');
	char *version = version_of(program);
	struct strs whole = { 0 }, unwatched = { 0 };
	struct buf what = { 0 }, lost = { 0 };
	struct recording_request a;
	int rc;

	whole_line(&whole, l);
	find_unwatched(l, job->obstacle, &unwatched, &lost);
	for (int i = 0; i < l->argc; i++)
		buf_printf(&what, "%s%s", i ? " " : "", l->argv[i]);
	a = (struct recording_request){ .tool = slash ? slash + 1 : l->argv[0],
					.version = version,
					.argc = (int)whole.n,
					.argv = whole.at,
					.operands = l->argc - 1,
					.operand = l->argv + 1,
					.what = buf_text(&what),
					.keep_images = l->keep_inputs,
					.expect = l->expect,
					.because = l->because,
					.foreign = 1,
					.joined = child_streams_are_joined(),
					.unwatched = &unwatched };
	rc = recorder_begin(ctx, &a, NULL, NULL, err);
	if (!rc && lost.len)
		ctx_say(ctx, "the record will lack %s", buf_text(&lost) + 2);
	buf_release(&lost);
	strs_release(&unwatched);
	buf_release(&what);
	strs_release(&whole);
	free(version);
	return rc;
}

static int begin_capture(struct ctx *ctx, struct capture *c, const char *name,
			 uint64_t head, uint64_t tail, struct err *err)
{
	char *path = mem_printf("%s/%s", ctx->run_dir, name);
	int rc = capture_begin(c, path, head, tail, err);

	free(path);
	return rc;
}

static int begin_captures(struct ctx *ctx, struct child_streams *k,
			  struct err *err)
{
	k->joined = child_streams_are_joined();
	if (is_pipe(STDIN_FILENO) &&
	    begin_capture(ctx, &k->in, "stdin", KEPT, 0, err) < 0)
		return -1;
	if (!isatty(STDOUT_FILENO) &&
	    begin_capture(ctx, &k->out, "stdout", UINT64_MAX, 0, err) < 0)
		return -1;
	if (!isatty(STDERR_FILENO) && !k->joined &&
	    begin_capture(ctx, &k->err, "stderr", STDERR_HEAD, STDERR_TAIL,
			  err) < 0)
		return -1;
	return 0;
}

/* What stderr said stays in the run's directory. */
static int keep_stderr(struct ctx *ctx, const struct capture *c,
		       struct err *err)
{
	struct digest d = c->digest;
	int replaced = 0;

	if (!c->path || !c->size) {
		if (c->path)
			unlink(c->path);
		return 0;
	}
	replaced = secret_replace_file(c->path, STDERR_MOST, err);
	if (replaced > 0)
		ctx_warn(ctx, "the record has " SECRET_MARK " in place of what "
			      "looks like a secret (standard error)");
	if (replaced < 0 || in_digest(&d, c->path, err) < 0)
		return -1;
	recorder_stderr(&d, c->size, c->lost);
	return 0;
}

static int end_captures(struct child_streams *k, struct err *err)
{
	struct capture *const all[] = { &k->in, &k->out, &k->err };
	struct err other;
	int rc = 0;

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (all[i]->path &&
		    capture_end(all[i], rc ? &other : err) < 0 && i)
			rc = -1;
	return rc;
}

static void release_captures(struct child_streams *k)
{
	if (k->in.path)
		unlink(k->in.path);
	if (k->out.path)
		unlink(k->out.path);
	capture_release(&k->in);
	capture_release(&k->out);
	capture_release(&k->err);
}

/* Runs the program and records what it did.  CODE becomes its exit status or
 * -SIGNAL.  If the record is incomplete, that is an error; but only a warning
 * if the program failed as well. */
static int watch_child(struct ctx *ctx, struct command_job *job,
		       const char *program, int *code, struct err *err)
{
	struct child_streams *k = &job->kept;
	struct tracer tracer, *t = job->guarded ? &tracer : NULL;
	struct err other;
	int status = 0, rc = begin_captures(ctx, k, err);

	k->metrics = &job->metrics;
	if (metrics_in_begin(k->metrics, job->line->metrics_fd,
			     job->line->metrics, ctx->run_dir,
			     rc < 0 ? &(struct err){ 0 } : err) < 0)
		rc = -1;
	if (rc >= 0 && t)
		rc = tracer_init(t, &job->found, err);
	if (rc >= 0)
		rc = child_run(program, job->line->argv, k, t, &status, err);
	if (rc >= 0)
		rc = end_captures(k, err);
	if (rc >= 0)
		rc = tell_outputs(ctx, job, err);
	if (((rc >= 0 && !job->obstacle) || job->found.protect.refused.n) &&
	    found_record(&job->found, rc < 0 ? &other : err) < 0)
		rc = -1;
	if (t)
		found_record_say(ctx, &job->found);
	if (rc >= 0)
		rc = keep_stderr(ctx, &k->err, err);
	release_captures(k);
	metrics_in_release(k->metrics);
	*code = WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
	if (rc < 0 && *code) {
		ctx_warn(ctx, "%s", err->text);
		rc = 0;
	}
	return rc;
}

static int record(struct ctx *ctx, struct command_job *job, const char *program,
		  struct err *err)
{
	struct err late;
	int code = 0, rc;

	found_files_init(&job->found, ctx->run_dir);
	job->guarded &= !job->obstacle || job->found.protect.dirs.n;
	rc = job->guarded ?
		     0 :
		     protected_check(&job->found.protect, job->line->argc,
				     job->line->argv, job->obstacle, err);
	if (!rc)
		rc = tell_inputs(job, err);
	made_dirs_wait(&job->since);
	if (!rc)
		rc = watch_child(ctx, job, program, &code, err);
	found_files_release(&job->found);
	recorder_made_dirs(made_dirs_find(recorder_outputs(), &job->since));
	late = *err;
	if (recorder_end(ctx, rc < 0 ? (int)err->kind : code, &late) < 0) {
		*err = late;
		return -1;
	}
	if (rc < 0)
		return -1;
	ctx->ran_program = 1;
	ctx->program_signal = code < 0 ? -code : 0;
	return code < 0 ? 128 - code : code;
}

/* Returns a copy that ends with NULL; the parsed options do not. */
static char **words_of(const struct program_line *l)
{
	char **words = mem_zero((size_t)l->argc + 1, sizeof *words);

	memcpy(words, l->argv, (size_t)l->argc * sizeof *words);
	return words;
}

int recorded_program(struct ctx *ctx, const struct program_line *given,
		     struct err *err)
{
	struct program_line line = *given;
	struct command_job job = { .line = &line };
	char *program = child_find(given->argv[0]);
	int code;

	if (given->metrics && metrics_in_check(given->metrics, err) < 0) {
		free(program);
		return -1;
	}
	if (!program) {
		if (strchr(given->argv[0], '/') &&
		    access(given->argv[0], F_OK) == 0) {
			ctx_warn(ctx, "cannot run '%s': permission denied",
				 given->argv[0]);
			return 126;
		}
		ctx_warn(ctx, "cannot run '%s': there is no such program",
			 given->argv[0]);
		return 127;
	}
	made_dirs_look(&job.since);
	line.argv = words_of(given);
	look_at_words(&job);
	job.obstacle = notify_obstacle(program);
	job.guarded = !job.obstacle;
	if (given->no_trace)
		job.obstacle = "--no-trace was given";
	code = begin(ctx, &job, program, err);
	if (!code)
		code = record(ctx, &job, program, err);
	for (size_t i = 0; i < job.n; i++)
		free(job.at[i].path);
	free(job.at);
	free(line.argv);
	free(program);
	return code;
}
