/*
 * recorded_program.c - `xp-log run`: see recorded_program.h.
 */
#include "app/recorded_program.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/child.h"
#include "app/recorder.h"
#include "file/file.h"
#include "base/mem.h"
#include "file/path.h"
#include "run/recording_start.h"
#include "store/blob.h"
#include "store/durable.h"

#define KEPT ((off_t)64 << 20) /* larger files are kept by reference */

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
};

static int is_image(const char *path)
{
	static const char *const endings[] = {
		".tif",	 ".tiff", ".png", ".jpg", ".jpeg", ".nd2",
		".czi",	 ".lif",  ".npy", ".npz", ".h5",   ".hdf5",
		".zarr", ".mrc",  ".dm3", ".dm4"
	};
	const char *dot = strrchr(path, '.');
	size_t i;

	for (i = 0; dot && i < sizeof endings / sizeof *endings; i++)
		if (!strcasecmp(dot, endings[i]))
			return 1;
	return 0;
}

static enum file_kind kind_of(const char *path)
{
	struct stat st;

	if (is_image(path) || (stat(path, &st) == 0 && st.st_size > KEPT))
		return FILE_IMAGE;
	return FILE_PLAIN;
}

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
		s->there = is_file(path, &s->before);
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

static int tell_declared(const struct strs *patterns, int output,
			 struct err *err)
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
		rc = file_tell(found.at[k], output, kind_of(found.at[k]), err);
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
	return recorder_stream(path, 1, err);
}

static int tell_inputs(struct command_job *job, struct err *err)
{
	size_t i;

	if (tell_declared(job->line->inputs, 0, err) < 0)
		return -1;
	for (i = 0; i < job->n; i++) {
		const struct seen *s = &job->at[i];

		if (s->there && !strs_has(job->line->outputs, s->path) &&
		    file_tell(s->path, 0, kind_of(s->path), err) < 0)
			return -1;
	}
	return tell_stdin(err);
}

static int is_changed(const struct seen *s)
{
	struct stat st;

	if (!is_file(s->path, &st))
		return 0;
	return !s->there || st.st_ino != s->before.st_ino ||
	       st.st_dev != s->before.st_dev ||
	       st.st_size != s->before.st_size ||
	       st.st_mtim.tv_sec != s->before.st_mtim.tv_sec ||
	       st.st_mtim.tv_nsec != s->before.st_mtim.tv_nsec;
}

static int tell_outputs(struct command_job *job, const char *captured,
			struct err *err)
{
	size_t i;

	if (captured && recorder_stream(captured, 0, err) < 0)
		return -1;
	for (i = 0; i < job->n; i++) {
		const struct seen *s = &job->at[i];

		if (is_changed(s) &&
		    file_tell(s->path, 1, kind_of(s->path), err) < 0)
			return -1;
	}
	return tell_declared(job->line->outputs, 1, err);
}

/* Rebuilds the command line of `xp-log run`. */
static void whole_line(struct strs *to, const struct program_line *l)
{
	size_t i;
	int k;

	strs_add(to, "xp-log");
	strs_add(to, "run");
	for (i = 0; i < l->inputs->n; i++)
		strs_take(to, mem_printf("--input=%s", l->inputs->at[i]));
	for (i = 0; i < l->outputs->n; i++)
		strs_take(to, mem_printf("--output=%s", l->outputs->at[i]));
	if (l->keep_inputs)
		strs_add(to, "--keep-inputs");
	strs_add(to, "--");
	for (k = 0; k < l->argc; k++)
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

static int begin(struct ctx *ctx, const struct program_line *l,
		 const char *program, struct err *err)
{
	const char *slash = strrchr(l->argv[0], '/');
	char *version = version_of(program);
	struct strs whole = { 0 };
	struct buf what = { 0 };
	struct recording_request a = { 0 };
	int i, rc;

	whole_line(&whole, l);
	for (i = 0; i < l->argc; i++)
		buf_printf(&what, "%s%s", i ? " " : "", l->argv[i]);
	a.tool = slash ? slash + 1 : l->argv[0];
	a.version = version;
	a.argc = (int)whole.n;
	a.argv = whole.at;
	a.operands = l->argc - 1;
	a.operand = l->argv + 1;
	a.what = buf_text(&what);
	a.keep_images = l->keep_inputs;
	a.foreign = 1;
	rc = recorder_begin(ctx, &a, NULL, err);
	buf_release(&what);
	strs_release(&whole);
	free(version);
	return rc;
}

/* Runs the program and records what it did.  CODE becomes its exit status or
 * -SIGNAL.  If the record is incomplete, that is an error; but only a warning
 * if the program failed as well. */
static int watch_child(struct ctx *ctx, struct command_job *job,
		       const char *program, int *code, struct err *err)
{
	char *file = mem_printf("%s/stdout", ctx->run_dir);
	int capture = !isatty(STDOUT_FILENO), status = 0, rc = 0, fd = -1;

	if (capture)
		rc = fd = durable_create(file, err);
	if (rc >= 0)
		rc = child_run(program, job->line->argv, fd, &status, err);
	if (rc >= 0)
		rc = tell_outputs(job, capture ? file : NULL, err);
	if (fd >= 0)
		close(fd);
	unlink(file);
	free(file);
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
	struct stat st;
	int code = 0, rc = tell_inputs(job, err);

	if (!rc && fstat(STDIN_FILENO, &st) == 0 && S_ISFIFO(st.st_mode))
		ctx_say(ctx, "standard input is a pipe: what the program reads "
			     "from it is not recorded");

	if (!rc)
		rc = watch_child(ctx, job, program, &code, err);
	late = *err;
	if (recorder_end(ctx, rc < 0 ? (int)err->kind : code, &late) < 0) {
		*err = late;
		return -1;
	}
	if (rc < 0)
		return -1;
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
	size_t i;
	int code;

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
	line.argv = words_of(given);
	look_at_words(&job);
	code = begin(ctx, &line, program, err);
	if (code == 0)
		code = record(ctx, &job, program, err);
	for (i = 0; i < job.n; i++)
		free(job.at[i].path);
	free(job.at);
	free(line.argv);
	free(program);
	return code;
}
